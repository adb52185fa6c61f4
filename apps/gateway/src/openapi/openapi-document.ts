import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { CONSOLE_HEADER } from '../sessions/own-origin';
import { cookieName } from '../sessions/session-cookie';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeExamples } from './described-examples';
import { describeFormats } from './described-formats';
import { describeInputs } from './described-inputs';
import { describeOperations } from './described-operations';
import { describeRefusals, problemClasses } from './described-refusals';

/** The HTTP interface as OpenAPI 3.1, from the controllers and their DTO classes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('PeopleSync')
    .setDescription(
      "Keeps WeThrive's People table equal to a customer's PeopleHR. Errors are RFC 9457 problems with a stable type: each operation says which (docs/errors.md).",
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer('/', 'Where this document was read')
    .addBearerAuth()
    .addCookieAuth(
      cookieName('https://peoplesync.example'),
      {
        type: 'apiKey',
        in: 'cookie',
        description: `A browser's session (POST /v1/session). Changing calls also need the header ${CONSOLE_HEADER} and an Origin that is the console's own; an Authorization header, good or bad, is looked at instead.`,
      },
      'session',
    )
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    extraModels: problemClasses(),
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  // The library's types are those of 3.0.
  document.info.license = Object.assign({ name: 'Proprietary' }, { identifier: 'LicenseRef-Proprietary' });
  const described = describeRefusals(describeOperations(describeInputs(withOpenDoors(document))));
  return describeFormats(describeExamples(described));
}

/** Where nobody has to say who they are, that is said, too. */
function withOpenDoors(document: OpenAPIObject): OpenAPIObject {
  for (const { get, put, post, patch, delete: remove } of Object.values(document.paths)) {
    for (const operation of [get, put, post, patch, remove]) if (operation) operation.security ??= [];
  }
  return document;
}

/** Answers /openapi.json, to everybody. */
export function serveOpenApi(app: INestApplication): void {
  const document = JSON.stringify(openApiDocument(app));
  app.use('/openapi.json', (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' });
    response.end(request.method === 'HEAD' ? undefined : document);
  });
}

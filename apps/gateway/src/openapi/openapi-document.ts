import type { IncomingMessage, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { describeInputs } from './described-inputs';

/** The HTTP interface as OpenAPI 3.1, from the controllers and their DTO classes. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('PeopleSync')
    .setDescription(
      "Keeps WeThrive's People table equal to a customer's PeopleHR. Errors are RFC 9457 problems with a stable type.",
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return describeInputs(document);
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

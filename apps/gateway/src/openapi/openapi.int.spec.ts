import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peopleSyncRpcs } from '@people-sync/contracts/api';
import { describeReal, provideTestDatabase, sent } from '@people-sync/testing';
import { GatewayRig } from '../rig/gateway.testkit';

const COMMITTED = join(__dirname, '../../../../docs/api/openapi.json');

type Content = Record<string, { readonly schema?: { readonly $ref?: string }; readonly example?: unknown }>;
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly responses: Record<string, { readonly content?: Content }>;
  readonly requestBody?: { readonly content: Content };
  readonly security?: unknown[];
  readonly parameters?: {
    readonly name: string;
    readonly in: string;
    readonly description?: string;
    readonly schema?: { readonly format?: string; readonly pattern?: string };
  }[];
}
interface Schema {
  readonly properties?: Record<string, { readonly default?: unknown; readonly description?: string }>;
  readonly required?: string[];
}
interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, { readonly properties?: Record<string, { readonly description?: string }> }>;
  };
}

describeReal('postgres')('the description of the HTTP interface', () => {
  let rig: GatewayRig;
  let document: OpenApi;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
    const answer = await rig.http('GET', '/openapi.json');
    expect(answer.status).toBe(200);
    document = JSON.parse(answer.text) as OpenApi;
  });
  afterAll(() => rig.stop());

  it('is OpenAPI 3.1 whose references lead somewhere and whose operations have names of their own', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: 'PeopleSync', version: '1' });
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference);
    expect(references.length).toBeGreaterThan(10);
    for (const reference of references) {
      expect(document.components.schemas).toHaveProperty(reference?.replace('#/components/schemas/', '') ?? '');
    }
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const operation of operations) {
      expect(Object.keys(operation.responses).some((code) => code.startsWith('2'))).toBe(true);
      const isOpen = ['Session_signIn', 'Session_preview', 'Session_signOut'].includes(operation.operationId);
      if (!isOpen) expect(operation.responses).toHaveProperty('401');
      expect(operation.security).toEqual(isOpen ? [] : [{ bearer: [] }, { session: [] }]);
    }
  });

  it('says of every operation what it does, and of every parameter and field what it is', () => {
    const silent = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { summary, parameters = [] }]) => [
        ...(summary ? [] : [`${method} ${path}`]),
        ...parameters.filter(({ description }) => !description).map(({ name }) => `${method} ${path}: ${name}`),
      ]),
    );
    const fields = Object.entries(document.components.schemas).flatMap(([name, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([, { description }]) => !description)
        .map(([field]) => `${name}.${field}`),
    );
    expect([...silent, ...fields]).toEqual([]);
  });

  it('tells every parameter in a path', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      for (const operation of Object.values(operations)) {
        const named = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name);
        expect(named.sort()).toEqual(wanted);
      }
    }
  });

  it('says the form of every id in a path, but of what has a name of its own', () => {
    const inPaths = Object.values(document.paths).flatMap((path) =>
      Object.values(path).flatMap(({ parameters = [] }) => parameters.filter((one) => one.in === 'path')),
    );
    const formless = inPaths.filter(({ schema }) => schema?.format === undefined && schema?.pattern === undefined);
    expect([...new Set(formless.map(({ name }) => name))].sort()).toEqual(['eventId', 'parkedId']);
    expect(inPaths.length).toBeGreaterThan(formless.length);
  });

  it('has no other methods than it says: they are not there', async () => {
    const token = await rig.token('peoplesync.platform');
    const known = ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'];
    for (const [path, methods] of Object.entries(document.paths)) {
      const declared = Object.keys(methods).map((method) => method.toUpperCase());
      // Whoever may read may ask for the head alone.
      const others = known.filter((method) => !declared.includes(method === 'HEAD' ? 'GET' : method));
      for (const method of others) {
        const target = path.replaceAll(/\{\w+\}/g, 'x');
        const request = { method, target, headers: {}, body: undefined };
        const { status } = await sent(rig.gateway.http ?? '', { authorization: `Bearer ${token}` }, request);
        expect([method, target, status]).toEqual([method, target, 404]);
      }
    }
  });

  it('says null where null may come, in the words of 3.1', () => {
    expect(JSON.stringify(document)).not.toContain('"nullable"');
  });

  it('calls the body of each operation as its rpc, as the .proto file does its request', () => {
    const bodies = Object.values(document.paths).flatMap((item) =>
      Object.values(item).flatMap(({ operationId, requestBody }) => {
        const { $ref } = requestBody?.content['application/json']?.schema ?? {};
        return $ref === undefined || !(operationId in peopleSyncRpcs) ? [] : [[operationId, $ref.split('/').at(-1)]];
      }),
    );
    expect(bodies.length).toBeGreaterThan(10);
    const named = bodies.map(([rpc = '']) => [rpc, `${rpc.charAt(0).toUpperCase()}${rpc.slice(1)}Body`]);
    expect(bodies).toEqual(named);
  });

  it('says of a file and of a stream what they are, and not that they are JSON', () => {
    const others = Object.values(document.paths).flatMap((item) =>
      Object.values(item).flatMap(({ responses, requestBody }) =>
        [...Object.values(responses), requestBody].flatMap((one) =>
          Object.entries(one?.content ?? {}).filter(([type]) => type.startsWith('text/')),
        ),
      ),
    );
    expect(others.map(([type]) => type).sort()).toEqual([
      ...Array<string>(5).fill('text/csv'),
      ...['text/event-stream', 'text/plain'],
    ]);
    for (const [, { schema, example }] of others)
      expect([schema, example]).toEqual([expect.objectContaining({ type: 'string' }), expect.any(String)]);
  });

  it('gives no field of a body a default by which a generated client would have to give it', () => {
    const schemas = Object.entries(document.components.schemas) as [string, Schema][];
    const fields = schemas.flatMap(([name, { properties = {}, required = [] }]) =>
      Object.entries(properties).map(([field, rules]) => ({
        name: `${name}.${field}`,
        rules,
        isRequired: required.includes(field),
      })),
    );
    expect(fields.filter(({ rules }) => rules.default !== undefined).map(({ name }) => name)).toEqual([]);
    const said = fields.filter(({ rules }) => /Absent: /.test(rules.description ?? ''));
    expect(said.map(({ name }) => name)).toContain('ApprovePlanBody.leaversOnly');
    expect(said.filter(({ isRequired }) => isRequired)).toEqual([]);
  });

  it('is the one in docs/api (UPDATE_OPENAPI=1 writes it anew)', async () => {
    if (process.env['UPDATE_OPENAPI'] === '1') {
      await writeFile(COMMITTED, `${JSON.stringify(document, null, 2)}\n`);
      // The types of the HTTP client are made of it.
      execFileSync('npm', ['run', '--silent', 'openapi-types'], { cwd: join(__dirname, '../../../..') });
    }
    expect(JSON.parse(await readFile(COMMITTED, 'utf8'))).toEqual(document);
  });
});

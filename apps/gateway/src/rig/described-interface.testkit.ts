import { grpcRefusalsOf, ownRefusalsOf, peopleSyncRpcs, problemShape, type RpcName } from '@people-sync/contracts/api';
import { GrpcError } from '@people-sync/platform';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, ProblemSchema>> };
}
interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: Schema }>> }>>;
}
interface ProblemSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly enum?: readonly unknown[] }>>;
}
/** One problem, or one of several. */
interface Schema {
  readonly $ref?: string;
  readonly oneOf?: readonly { readonly $ref: string }[];
}

/** As far as it is read here; openapi.int.spec.ts looks at the rest. */
const isDescribed = (document: unknown): document is Described =>
  typeof document === 'object' && document !== null && 'paths' in document && 'components' in document;

/** Says of every answer and refusal that a test sees whether the interface's description tells of it. */
export class DescribedInterface {
  private readonly routes: readonly { readonly method: string; readonly path: RegExp; readonly operation: Operation }[];
  private readonly ajv = addFormats(new Ajv2020({ strict: false }));
  private readonly answers = new Map<string, ValidateFunction>();

  private constructor(private readonly document: Described) {
    this.routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
        operation,
      })),
    );
  }

  /** By what this gateway says of itself. */
  static async of(http: string): Promise<DescribedInterface> {
    const response = await fetch(`${http}/openapi.json`);
    const document: unknown = await response.json();
    if (!isDescribed(document)) throw new Error('the gateway does not describe itself');
    return new DescribedInterface(document);
  }

  /** @throws Error for an answer in JSON that is not as its operation says. */
  checkAnswer(method: string, path: string, status: number, body: unknown): void {
    const routes = this.routesAt(method, path);
    if (routes.length === 0) return;
    const schemas = routes.flatMap(
      ({ operation }) => operation.responses[String(status)]?.content?.['application/json']?.schema ?? [],
    );
    const what = `${method} ${path}: ${status}`;
    if (schemas.length === 0) throw new Error(`${what} is not declared`);
    const checks = schemas.map((schema) => this.checkOf(schema));
    if (checks.some((check) => check(body))) return;
    const [wrong] = checks.flatMap(({ errors }) => errors ?? []);
    throw new Error(`${what} is not as declared: ${wrong?.instancePath ?? ''} ${wrong?.message ?? ''}`);
  }

  private checkOf(schema: Schema): ValidateFunction {
    const key = JSON.stringify(schema);
    const check = this.answers.get(key) ?? this.ajv.compile({ ...schema, components: this.document.components });
    this.answers.set(key, check);
    return check;
  }

  /** Of two that fit (a word where another has an id) one is asked. */
  private routesAt(method: string, path: string) {
    const plain = path.split('?')[0] ?? '';
    return this.routes.filter((route) => route.method === method && route.path.test(plain));
  }

  /** @throws Error for a problem that its operation does not declare, or that says something else than its schema. */
  checkHttp(method: string, path: string, status: number, body: Readonly<Record<string, unknown>>): void {
    const plain = path.split('?')[0] ?? '';
    const routes = this.routesAt(method, path);
    if (routes.length === 0) return;
    const schemas = routes.flatMap(({ operation }) => {
      const refused = operation.responses[String(status)]?.content?.['application/problem+json']?.schema;
      return [...(refused?.oneOf ?? []), ...(refused?.$ref === undefined ? [] : [{ $ref: refused.$ref }])].map(
        ({ $ref }) => this.document.components.schemas[$ref.split('/').at(-1) ?? ''],
      );
    });
    const schema = schemas.find((one) => one?.properties?.['type']?.enum?.includes(body['type']));
    const what = `${method} ${plain}: ${status} ${String(body['type'])}`;
    if (!schema) throw new Error(`${what} is not declared`);
    const missing = (schema.required ?? []).filter((name) => body[name] === undefined);
    const unknown = Object.keys(body).filter((name) => schema.properties?.[name] === undefined);
    if (missing.length + unknown.length > 0)
      throw new Error(`${what} lacks ${missing.join()} or has ${unknown.join()}, which is not declared`);
    for (const name of ['title', 'status', 'retry']) {
      if (schema.properties?.[name]?.enum?.includes(body[name]) !== true)
        throw new Error(`${what} has another ${name}: ${String(body[name])}`);
    }
  }
}

/** @throws Error for a refusal over gRPC that its call does not declare, or that says something else than is declared. */
export function checkGrpc(name: string, error: unknown): void {
  if (!(error instanceof GrpcError) || error.reason === '' || !isRpc(name)) return;
  const declared = grpcRefusalsOf(ownRefusalsOf(name), peopleSyncRpcs[name]);
  if (!declared.includes(error.reason)) throw new Error(`${name}: ${error.reason} is not declared`);
  const unknown = Object.keys(error.said).filter(
    (said) => !(said in problemShape(error.reason || 'internal').properties),
  );
  if (unknown.length > 0) throw new Error(`${name}: ${error.reason} says ${unknown.join()}, which is not declared`);
}

const isRpc = (name: string): name is RpcName => name in peopleSyncRpcs;

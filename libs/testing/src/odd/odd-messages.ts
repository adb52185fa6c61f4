import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import { loadSync, type PackageDefinition } from '@grpc/proto-loader';
import { type GrpcPackage, loaderOptions, protoPathsOf } from '@people-sync/platform';
import fc from 'fast-check';
import { oddNumber, oddOrLongText, oddText } from './odd-values';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly typeName: string;
}
interface MessageType {
  readonly name: string;
  readonly field: readonly Field[];
}

/** What can be called, as the .proto file has it. */
export interface Rpc {
  /** `/package.Service/Method`. */
  readonly path: string;
  readonly streams: boolean;
  /** Requests that are good in most places and odd in some, as bytes; some are no message at all. */
  readonly requests: fc.Arbitrary<Buffer>;
}

/** Every call of these packages, new ones too. @param known good values by the name of their field */
export function rpcsOf(packages: readonly GrpcPackage[], known: Readonly<Record<string, string>>): Rpc[] {
  const definition = loadSync(protoPathsOf(packages), loaderOptions());
  const services = Object.entries(definition).filter(([name]) => packages.some((one) => name.startsWith(`${one}.`)));
  return services.flatMap(([, service]) =>
    'format' in service
      ? []
      : Object.values(service).map(({ path, responseStream, requestSerialize, requestType }) => {
          const message = messageOf(definition, requestType.type as MessageType, known, false);
          return { path, streams: responseStream, requests: bytesOf(message.map((value) => requestSerialize(value))) };
        }),
  );
}

function messageOf(
  definition: PackageDefinition,
  { field }: MessageType,
  known: Readonly<Record<string, string>>,
  inList: boolean,
): fc.Arbitrary<object> {
  const fields = field.map((one) => {
    const isList = one.label === 'LABEL_REPEATED';
    const single = valueOf(definition, one, known, inList || isList);
    // Many in a list, but not many lists of many.
    const value: fc.Arbitrary<unknown> = isList ? listOf(single, inList ? 5 : 2_000) : single;
    return [camelCase(one.name), fc.option(value, { freq: 6, nil: undefined })] as const;
  });
  return fc
    .record(Object.fromEntries(fields))
    .map((message) => Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)));
}

function listOf(item: fc.Arbitrary<unknown>, many: number): fc.Arbitrary<unknown[]> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.array(item, { maxLength: 3 }) },
    { weight: 1, arbitrary: item.map((one) => Array.from({ length: many }, () => one)) },
  );
}

function valueOf(
  definition: PackageDefinition,
  { name, type, typeName }: Field,
  known: Readonly<Record<string, string>>,
  inList: boolean,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'TYPE_STRING': {
      const good = known[camelCase(name)];
      const odd = inList ? oddText : oddOrLongText;
      return good === undefined ? odd : fc.oneof({ weight: 4, arbitrary: fc.constant(good) }, odd);
    }
    case 'TYPE_BOOL':
      return fc.boolean();
    case 'TYPE_MESSAGE':
      return messageOf(definition, messageNamed(definition, typeName), known, inList);
    case 'TYPE_DOUBLE':
    case 'TYPE_FLOAT':
      return oddNumber;
    default:
      return fc.oneof(fc.integer({ min: 0, max: 500 }), fc.constantFrom(...whole(type)));
  }
}

const whole = (type: string): readonly (number | string)[] =>
  type.endsWith('64')
    ? [0, -1, 1, 2 ** 53 - 1, '9007199254740993', '9223372036854775807', '-9223372036854775808']
    : [0, -1, 1, 500, 501, 2 ** 31 - 1, -(2 ** 31)];

function messageNamed(definition: PackageDefinition, typeName: string): MessageType {
  const name = typeName.replace(/^\./, '');
  const found = Object.entries(definition).find(([key]) => key === name || key.endsWith(`.${name}`));
  if (!found || !('format' in found[1])) throw new Error(`there is no message ${typeName}`);
  return found[1].type as MessageType;
}

const camelCase = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Mostly the message; sometimes with a byte changed, cut off, or nothing of it. */
const bytesOf = (message: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 8, arbitrary: message },
    {
      weight: 1,
      arbitrary: fc.tuple(message, fc.nat(100_000), fc.nat(255)).map(([bytes, at, byte]) => {
        const changed = Buffer.from(bytes);
        if (changed.length > 0) changed[at % changed.length] = byte;
        return changed;
      }),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(message, fc.nat(100_000)).map(([bytes, at]) => bytes.subarray(0, at % (bytes.length + 1))),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)) },
  );

const DEADLINE_MS = 30_000;

/** A door that takes bytes. Whoever opens it must close it. */
export function byteClient(address: string): Client {
  return new Client(address, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
}

/** The code with which a call ended; of a stream, with which it began. */
export function ending(client: Client, { path, streams }: Rpc, bytes: Buffer, token: string): Promise<number> {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  const options = { deadline: Date.now() + DEADLINE_MS };
  const same = (value: Buffer): Buffer => value;
  return new Promise<number>((resolve) => {
    if (!streams) {
      client.makeUnaryRequest(path, same, same, bytes, metadata, options, (error) => resolve(error?.code ?? status.OK));
      return;
    }
    const call = client.makeServerStreamRequest(path, same, same, bytes, metadata, options);
    const end = (code: number): void => {
      resolve(code);
      call.cancel();
    };
    call.on('data', () => end(status.OK));
    call.on('end', () => end(status.OK));
    call.on('error', (error) => end('code' in error ? Number(error.code) : status.UNKNOWN));
  });
}

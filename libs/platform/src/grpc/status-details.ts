import { status } from '@grpc/grpc-js';
import { type AnyDefinition, loadSync, type MessageTypeDefinition, type PackageDefinition } from '@grpc/proto-loader';
import { protoRoot, statusProtoPaths } from '@people-sync/contracts';
import {
  detailedReasons,
  fieldsOf,
  jsonOf,
  messageOf,
  type Reason,
  problemName,
  problemShape,
  protoPath,
  reasons,
} from '@people-sync/contracts/api';
import { type InvalidField, isInvalidField, type ProblemException, type Said } from '../http/problem.exception';
import { loaderOptions } from './loader';

/** Trailing metadata with a google.rpc.Status, by which every gRPC client with the richer error model reads details. */
export const STATUS_DETAILS = 'grpc-status-details-bin';

/** Whose reasons they are. */
export const ERROR_DOMAIN = 'peoplesync.wethrive.example';

const TYPES = 'type.googleapis.com/';

/** Clients take 8 kB of trailing metadata together (gRPC's usual limit), in base64 and with the sentence beside. */
const LARGEST = 4_096;

/** What comes with a refusal. */
export interface StatusDetails {
  readonly said: Said;
  /** Seconds until the same call may be made again. */
  readonly retryAfter: number | undefined;
  /** What is wrong with which field, by its name in the .proto file. */
  readonly violations: readonly InvalidField[];
}

type Message = MessageTypeDefinition<object, object>;

let loaded: PackageDefinition | undefined;

function messageType(name: string): Message {
  loaded ??= loadSync([...statusProtoPaths], { ...loaderOptions(), includeDirs: [protoRoot] });
  const found = loaded[name];
  if (!found || !isMessage(found)) throw new Error(`there is no message called ${name}`);
  return found;
}

const isMessage = (type: AnyDefinition): type is Message => 'format' in type && typeof type.format === 'string';

const detailName = (reason: Reason): string => `wethrive.peoplesync.v1.${problemName(reason)}`;

/** A detail as google.protobuf.Any has it. */
const anyOf = (name: string, message: object) => ({
  type_url: TYPES + name,
  value: messageType(name).serialize(message),
});

/**
 * The google.rpc.Status of a refusal, in bytes: ErrorInfo with its reason in capitals, whether to retry and what it says in
 * single words; BadRequest with the fields as the .proto file names them; RetryInfo; and what it says, in the message of its
 * reason. Lists are as long as clients take in trailing metadata; what is counted beside them counts the rest.
 */
export function statusDetails(problem: ProblemException): Buffer {
  for (let most = 100; ; most = Math.floor(most / 2)) {
    const bytes = withLists(problem, most);
    if (bytes.length <= LARGEST || most === 0) return bytes;
  }
}

function withLists(problem: ProblemException, most: number): Buffer {
  const { reason, detail, retryAfter } = problem;
  const said = shortened(problem.said, most);
  const fields = Array.isArray(said['fields']) ? said['fields'].filter(isInvalidField) : [];
  const violations = fields.map(({ field, message }) => ({
    field: problem.fieldPath?.(field) ?? protoPath(undefined, field),
    description: message,
  }));
  const details = [
    anyOf('google.rpc.ErrorInfo', {
      reason: inCapitals(reason),
      domain: ERROR_DOMAIN,
      metadata: { ...singleWords(reason, said), retry: problem.retry },
    }),
    ...(violations.length > 0 ? [anyOf('google.rpc.BadRequest', { fieldViolations: violations })] : []),
    ...(retryAfter === undefined ? [] : [anyOf('google.rpc.RetryInfo', { retryDelay: { seconds: retryAfter } })]),
    ...(detailedReasons.includes(reason) ? [anyOf(detailName(reason), messageOf(problemShape(reason), said))] : []),
  ];
  const code = status[reasons[reason].code];
  return messageType('google.rpc.Status').serialize({ code, message: detail, details });
}

/** `plan-outdated` → `PLAN_OUTDATED`, as google.rpc.ErrorInfo wants it. */
export const inCapitals = (reason: Reason): string => reason.toUpperCase().replaceAll('-', '_');

/** What is one word, or one number, as text. */
function singleWords(reason: Reason, said: Said): Record<string, string> {
  return Object.fromEntries(
    fieldsOf(problemShape(reason)).flatMap(({ name }) => {
      const value = said[name];
      return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [];
    }),
  );
}

/** The same with no list longer than `most`; `moreErrors` beside `errors` counts those that are left out too. */
function shortened(said: Said, most: number): Said {
  const short: Record<string, unknown> = { ...said };
  for (const [name, value] of Object.entries(said)) {
    if (Array.isArray(value) && value.length > most) {
      short[name] = value.slice(0, most);
      const more = `more${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      const before = said[more];
      short[more] = (typeof before === 'number' ? before : 0) + value.length - most;
    } else if (isSaid(value)) short[name] = shortened(value, most);
  }
  return short;
}

const isSaid = (value: unknown): value is Said => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a refusal for this reason came with; nothing if its bytes are none of ours. */
export function detailsIn(bytes: unknown, reason: Reason | ''): StatusDetails {
  const nothing = { said: {}, retryAfter: undefined, violations: [] };
  if (!Buffer.isBuffer(bytes)) return nothing;
  try {
    const details = listIn(messageType('google.rpc.Status').deserialize(bytes), 'details');
    const read = (name: string): object | undefined => {
      const detail = details.find((one) => Reflect.get(one, 'type_url') === TYPES + name);
      const value: unknown = detail && Reflect.get(detail, 'value');
      return Buffer.isBuffer(value) ? messageType(name).deserialize(value) : undefined;
    };
    const carried = reason !== '' && detailedReasons.includes(reason) ? read(detailName(reason)) : undefined;
    const delay: unknown = Reflect.get(read('google.rpc.RetryInfo') ?? {}, 'retryDelay');
    const seconds: unknown = isSaid(delay) ? delay['seconds'] : undefined;
    return {
      said: carried && reason !== '' ? jsonOf(problemShape(reason), { ...carried }) : {},
      retryAfter: typeof seconds === 'number' && seconds > 0 ? seconds : undefined,
      violations: listIn(read('google.rpc.BadRequest') ?? {}, 'fieldViolations').map((violation) => ({
        field: String(Reflect.get(violation, 'field')),
        message: String(Reflect.get(violation, 'description')),
      })),
    };
  } catch {
    return nothing;
  }
}

function listIn(message: object, name: string): readonly object[] {
  const list: unknown = Reflect.get(message, name);
  return Array.isArray(list) ? list.filter((one): one is object => typeof one === 'object' && one !== null) : [];
}

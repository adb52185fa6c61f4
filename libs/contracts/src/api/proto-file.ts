import type { TObject } from '@sinclair/typebox';
import { type Field, fieldsOf, isHeldList, nameOf, sentenceOf } from './field';
import type { Rpc } from './rpc';

/** A gRPC service and its calls, by their names in code. */
export interface ProtoService {
  readonly package: string;
  readonly name: string;
  /** What stands over it. */
  readonly sentence: string;
  readonly rpcs: Readonly<Record<string, Rpc>>;
  /** What each call may be refused with, beside what any may be. */
  readonly refusals: Readonly<Record<string, readonly string[]>>;
  /** What else is sent: messages that no call names, in the details of refusals. */
  readonly details: readonly TObject[];
}

/** The numbers of the fields of each message; those of fields that are gone are never given again. */
type Numbers = ReadonlyMap<string, ReadonlyMap<string, number>>;

const WIDTH = 120;
const NAMES_PERSON = 'The platform names the person who decides, in acting-user: else acting-user-required.';

/**
 * The .proto file of a service. Its fields keep the numbers that they have in `former`, the file as it is: it is its own
 * record of them. A new field gets the next one; the number and the name of one that is gone stay reserved.
 */
export function protoFile(service: ProtoService, former: string): string {
  const numbers = numbersIn(former);
  const messages = new Map<string, string>();
  const rpcs = Object.values(service.rpcs);
  const asked = new Set<string>();
  for (const { request } of rpcs) namesIn(request, asked);
  for (const { request, answer } of rpcs) {
    collect(request, { numbers, asked }, messages);
    collect(answer, { numbers, asked }, messages);
  }
  for (const detail of service.details) collect(detail, { numbers, asked }, messages);
  return `${[
    'syntax = "proto3";',
    '// Made of the shapes in libs/contracts/src/api by `npm run proto`; only the numbers are decided here.',
    `package ${service.package};`,
    serviceText(service),
    ...messages.values(),
  ].join('\n\n')}\n`;
}

function serviceText({ name, sentence, rpcs, refusals }: ProtoService): string {
  const lines = Object.entries(rpcs).flatMap(
    ([rpc, { sentence: said, routes, request, answer, isStream, namesPerson }]) => [
      ...comment(
        [said, namesPerson ? NAMES_PERSON : '', reasonsText(refusals[rpc]), `HTTP: ${routes.join(', ')}`]
          .filter((text) => text !== '')
          .join('\n'),
        '  ',
      ),
      `  rpc ${upperFirst(rpc)}(${nameOf(request)}) returns (${isStream ? 'stream ' : ''}${nameOf(answer)});`,
    ],
  );
  return [...comment(sentence, ''), `service ${name} {`, ...lines, '}'].join('\n');
}

const reasonsText = (reasons: readonly string[] = []): string =>
  reasons.length === 0 ? '' : `Reasons: ${reasons.join(', ')}.`;

/** What the messages of one file have in common. */
interface Known {
  readonly numbers: Numbers;
  /** Names of those that are asked with: of a number or a yes or no in them it is seen whether it was given. */
  readonly asked: ReadonlySet<string>;
}

/** The name of a shape and of every shape in it. */
function namesIn(shape: TObject, names: Set<string>): void {
  if (names.has(nameOf(shape))) return;
  names.add(nameOf(shape));
  for (const field of fieldsOf(shape)) if (field.shape) namesIn(field.shape, names);
}

/** The messages of a shape and of what it holds, each once. */
function collect(shape: TObject, known: Known, messages: Map<string, string>): void {
  const name = nameOf(shape);
  if (messages.has(name)) return;
  // In its place before those that it holds.
  messages.set(name, '');
  const fields = fieldsOf(shape);
  messages.set(name, messageText(name, sentenceOf(shape), fields, known));
  for (const field of fields) {
    if (field.shape) collect(field.shape, known, messages);
    if (isHeldList(field)) messages.set(listName(field), listText(field));
  }
}

function messageText(name: string, sentence: string, fields: readonly Field[], { numbers, asked }: Known): string {
  const former = numbers.get(name) ?? new Map<string, number>();
  let last = Math.max(0, ...former.values());
  const lines = fields.flatMap((field) => {
    const proto = snakeCase(field.name);
    const number = former.get(proto) ?? ++last;
    return [...comment(aboutField(field), '  '), `  ${typeOf(field, asked.has(name))} ${proto} = ${number};`];
  });
  const names = new Set(fields.map((field) => snakeCase(field.name)));
  const gone = [...former].filter(([field]) => !names.has(field));
  const reserved = gone.map(([field, number]) => `  reserved ${number}; // ${field}`);
  const body = [...reserved, ...lines];
  const head = comment(sentence, '');
  return body.length === 0
    ? [...head, `message ${name} {}`].join('\n')
    : [...head, `message ${name} {`, ...body, '}'].join('\n');
}

const listText = (field: Field): string =>
  [
    '// A list: whether it was given is seen.',
    `message ${listName(field)} {`,
    `  repeated ${valueType(field)} items = 1;`,
    '}',
  ].join('\n');

/** What stands over a field: what is said of it, its words, and what its absence means. */
function aboutField({ sentence, value, fallback, list }: Field): string {
  const words: unknown = value['enum'];
  const format = value['format'] === 'date-time' ? 'RFC 3339.' : '';
  return [
    sentence === '' || /[.;]$/.test(sentence) ? sentence : `${sentence}.`,
    Array.isArray(words) ? `One of: ${words.map(String).join(', ')}.` : '',
    format,
    fallback === undefined || (list && Array.isArray(fallback) && fallback.length === 0)
      ? ''
      : `${list ? 'Empty' : 'Absent'}: ${list && Array.isArray(fallback) ? fallback.join(', ') : JSON.stringify(fallback)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** @param isAsked somebody asks with it: 0 and false are not what nobody said. */
function typeOf(field: Field, isAsked: boolean): string {
  if (isHeldList(field)) return listName(field);
  if (field.list) return `repeated ${valueType(field)}`;
  const isPlain = field.kind !== 'shape' && field.kind !== 'texts-by-name';
  const isSeen = field.isNullable || field.isOptional || (isAsked && field.kind !== 'text');
  return `${isPlain && isSeen ? 'optional ' : ''}${valueType(field)}`;
}

function valueType({ kind, shape }: Field): string {
  if (shape) return nameOf(shape);
  if (kind === 'whole') return 'int64';
  if (kind === 'number') return 'double';
  if (kind === 'yes') return 'bool';
  return kind === 'text' ? 'string' : 'map<string, string>';
}

const listName = ({ shape }: Field): string => `${shape ? nameOf(shape) : 'Text'}List`;

/** The numbers in a .proto file as it is, reserved ones too. */
function numbersIn(text: string): Numbers {
  const messages = [...text.matchAll(/^message (\w+) \{([^}]*)\}/gm)].map(
    ([, name = '', body = '']): [string, ReadonlyMap<string, number>] => {
      const fields = [...body.matchAll(/^ {2}(?!\/\/)[\w<>, ]+? (\w+) = (\d+);$/gm)];
      const gone = [...body.matchAll(/^ {2}reserved (\d+); \/\/ (\w+)$/gm)];
      return [
        name,
        new Map([
          ...fields.map(([, field = '', number]) => [field, Number(number)] as const),
          ...gone.map(([, number, field = '']) => [field, Number(number)] as const),
        ]),
      ];
    },
  );
  return new Map(messages);
}

/** A text as comment lines that are not too long. */
function comment(json: string, indent: string): string[] {
  if (json === '') return [];
  // What is null in JSON is absent here.
  const text = json.replace(/^null\b/, 'Absent').replace(/\bnull\b/g, 'absent');
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && `${indent}// ${line} ${word}`.length > WIDTH) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line].map((one) => `${indent}// ${one}`);
  });
}

const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

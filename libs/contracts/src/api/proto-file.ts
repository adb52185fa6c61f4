import type { TObject, TSchema } from '@sinclair/typebox';
import { type Field, fieldsOf, isHeldList, nameOf, sentenceOf } from './field';
import { answeredExamples, askedExample } from './proto-examples';
import type { Rpc } from './rpc';
import { unspecifiedName, valueName, type WordSet } from './words';

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

/** The numbers of the fields of each message, and of the values of each enumeration; those that are gone are never given again. */
type Numbers = ReadonlyMap<string, ReadonlyMap<string, number>>;

const WIDTH = 120;
const NAMES_PERSON = 'The platform names the person who decides, in acting-user: else acting-user-required.';

/**
 * The .proto file of a service. Its fields keep the numbers that they have in `former`, the file as it is: it is its own
 * record of them. A new field gets the next one; the number and the name of one that is gone stay reserved. So do the
 * values of enumerations, which are the closed sets of words; 0 of each says nothing.
 */
export function protoFile(service: ProtoService, former: string): string {
  const numbers = numbersIn(former);
  const messages = new Map<string, string>();
  const rpcs = Object.values(service.rpcs);
  const asked = new Set<string>();
  for (const { request } of rpcs) namesIn(request, asked);
  const known = { numbers, asked, requests: requestsOf(service), examples: answeredExamples(rpcs) };
  for (const { request, answer } of rpcs) {
    collect(request, known, messages);
    collect(answer, known, messages);
  }
  for (const detail of service.details) collect(detail, known, messages);
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
    ([rpc, { sentence: said, routes, request, answer, examples, isStream, namesPerson }]) => [
      ...comment(
        [said, namesPerson ? NAMES_PERSON : '', reasonsText(refusals[rpc]), `HTTP: ${routes.join(', ')}`]
          .filter((text) => text !== '')
          .join('\n'),
        '  ',
      ),
      ...examples.flatMap(({ asked }) => verbatim(askedExample(request, asked), '  ')),
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
  /** Of a request what it asks, where nothing else is said of it. */
  readonly requests: ReadonlyMap<string, string>;
  /** Of what is answered an example, as its comment has it. */
  readonly examples: ReadonlyMap<string, string>;
}

/** What each request asks: the calls that are made with it. */
function requestsOf({ rpcs }: ProtoService): ReadonlyMap<string, string> {
  const calls = new Map<string, string[]>();
  for (const [rpc, { request }] of Object.entries(rpcs)) {
    calls.set(nameOf(request), [...(calls.get(nameOf(request)) ?? []), upperFirst(rpc)]);
  }
  return new Map([...calls].map(([name, names]) => [name, `What ${names.join(', ')} is asked with.`]));
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
  messages.set(name, messageText(name, sentenceOf(shape) || (known.requests.get(name) ?? ''), fields, known));
  for (const field of fields) {
    if (field.shape) collect(field.shape, known, messages);
    if (field.words) messages.set(field.words.name, enumText(field.words, known));
    if (isHeldList(field)) messages.set(listName(field), listText(field));
  }
}

function messageText(
  name: string,
  sentence: string,
  fields: readonly Field[],
  { numbers, asked, examples }: Known,
): string {
  const former = numbers.get(name) ?? new Map<string, number>();
  let last = Math.max(0, ...former.values());
  const lines = fields.flatMap((field) => {
    const proto = snakeCase(field.name);
    const number = former.get(proto) ?? ++last;
    return [...comment(aboutField(field), '  '), `  ${typeOf(field, asked.has(name))} ${proto} = ${number};`];
  });
  const body = [
    ...goneIn(
      former,
      fields.map((field) => snakeCase(field.name)),
    ),
    ...lines,
  ];
  const example = examples.get(name);
  const head = [...comment(sentence, ''), ...(example === undefined ? [] : verbatim(example, ''))];
  return body.length === 0
    ? [...head, `message ${name} {}`].join('\n')
    : [...head, `message ${name} {`, ...body, '}'].join('\n');
}

/** Numbers of what is not there any more: they are never given again. */
function goneIn(former: ReadonlyMap<string, number>, names: readonly string[]): string[] {
  const gone = [...former].filter(([name]) => !names.includes(name));
  return gone.map(([name, number]) => `  reserved ${number}; // ${name}`);
}

function enumText(words: WordSet, { numbers }: Known): string {
  const nothing = unspecifiedName(words);
  const former = numbers.get(words.name) ?? new Map<string, number>();
  let last = Math.max(0, ...former.values());
  const values = Object.entries(words.said).map(([word, sentence]) => ({
    name: valueName(words, word),
    word,
    sentence,
  }));
  const lines = values.flatMap(({ name, word, sentence }) => [
    ...comment(ended(`"${word}" in JSON: ${sentence}`), '  '),
    `  ${name} = ${former.get(name) ?? ++last};`,
  ]);
  return [
    ...comment(words.sentence, ''),
    `enum ${words.name} {`,
    ...goneIn(former, [nothing, ...values.map(({ name }) => name)]),
    '  // Says nothing: refused in a request; in an answer a word that is newer than this file.',
    `  ${nothing} = 0;`,
    ...lines,
    '}',
  ].join('\n');
}

const listText = (field: Field): string =>
  [
    '// A list: whether it was given is seen.',
    `message ${listName(field)} {`,
    '  // All of it.',
    `  repeated ${valueType(field)} items = 1;`,
    '}',
  ].join('\n');

/** What stands over a field: what is said of it, its form, and what its absence means. */
function aboutField({ sentence, value, fallback, list, words }: Field): string {
  const told = words ? valueName(words, String(fallback)) : JSON.stringify(fallback);
  return [
    ended(sentence),
    formOf(value, list),
    fallback === undefined || (list && Array.isArray(fallback) && fallback.length === 0)
      ? ''
      : `${list ? 'Empty' : 'Absent'}: ${list && Array.isArray(fallback) ? fallback.join(', ') : told}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** What may stand in it, as far as its type does not say so. */
function formOf(value: TSchema, list: TSchema | undefined): string {
  const forms: Readonly<Record<string, string>> = { 'date-time': 'RFC 3339.', date: 'yyyy-MM-dd.', uuid: 'A UUID.' };
  const { minimum, maximum, minLength, maxLength, format }: Readonly<Record<string, unknown>> = value;
  const most: unknown = list?.['maxItems'];
  return [
    typeof format === 'string' ? (forms[format] ?? '') : '',
    typeof maximum === 'number' ? `${Number(minimum ?? 0)} to ${maximum}.` : '',
    typeof maxLength === 'number'
      ? `${typeof minLength === 'number' ? `${minLength} to` : 'At most'} ${maxLength} characters.`
      : '',
    typeof most === 'number' ? `${most} at most.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const ended = (sentence: string): string => (sentence === '' || /[.;]$/.test(sentence) ? sentence : `${sentence}.`);

/** @param isAsked somebody asks with it: 0 and false are not what nobody said. */
function typeOf(field: Field, isAsked: boolean): string {
  if (isHeldList(field)) return listName(field);
  if (field.list) return `repeated ${valueType(field)}`;
  const isPlain = field.kind !== 'shape' && field.kind !== 'texts-by-name';
  const isSeen = field.isNullable || field.isOptional || (isAsked && field.kind !== 'text');
  return `${isPlain && isSeen ? 'optional ' : ''}${valueType(field)}`;
}

function valueType({ kind, shape, words }: Field): string {
  if (shape) return nameOf(shape);
  if (words) return words.name;
  if (kind === 'whole') return 'int64';
  if (kind === 'number') return 'double';
  if (kind === 'yes') return 'bool';
  return kind === 'text' ? 'string' : 'map<string, string>';
}

const listName = ({ shape, words }: Field): string => `${shape ? nameOf(shape) : (words?.name ?? 'Text')}List`;

/** The numbers in a .proto file as it is, reserved ones too; but for those that say nothing. */
function numbersIn(text: string): Numbers {
  const messages = [...text.matchAll(/^(?:message|enum) (\w+) \{([^}]*)\}/gm)].map(
    ([, name = '', body = '']): [string, ReadonlyMap<string, number>] => {
      const fields = [...body.matchAll(/^ {2}(?!\/\/)(?:[\w<>, ]+? )?(\w+) = ([1-9]\d*);$/gm)];
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
  return verbatim(json.replace(/^null\b/, 'Absent').replace(/\bnull\b/g, 'absent'), indent);
}

function verbatim(text: string, indent: string): string[] {
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

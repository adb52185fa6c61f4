import { type IncomingMessage, request } from 'node:http';
import fc from 'fast-check';
import { jsonOf, oddOrLongText, oddText, spoiled } from './odd-values';
import { fitting, type OpenApiDocument, type Operation, type Parameter } from './openapi';

/** A request as it goes over the wire. */
export interface OddRequest {
  readonly method: string;
  /** Path and query, encoded or not. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** What came back. */
export interface OddAnswer {
  /** 0: the connection was cut without an answer. */
  readonly status: number;
  readonly contentType: string;
  /** The first part of it. */
  readonly text: string;
}

/** Segments that no encoder would write. */
const rawSegments = [
  '%00',
  '%FF',
  '%',
  '%zz',
  '%ED%A0%80',
  '%C0%AF',
  '%2e%2e',
  '..',
  '%2F',
  '\u00ff',
  'a%0db',
  ';',
  '',
];

/** UTF-8, percent-encoded; half a surrogate pair becomes U+FFFD, as in every URL. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const segment = (parameter: Parameter, good: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: good.map((value) => encoded(String(value))) },
    { weight: 2, arbitrary: oddOrLongText.map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom(...rawSegments) },
    // Of somebody else's, or of nobody.
    { weight: 1, arbitrary: fc.uuid().map((id) => (parameter.name === 'tenant' ? `t-${id.slice(0, 8)}` : id)) },
  );

const queryOf = (parameter: Parameter, good: fc.Arbitrary<unknown>): fc.Arbitrary<string> => {
  const { name } = parameter;
  const pair = (value: string): string => `${name}=${value}`;
  return fc.oneof(
    { weight: 4, arbitrary: good.map((value) => pair(encoded(String(value)))) },
    { weight: 4, arbitrary: oddOrLongText.map((text) => pair(encoded(text))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(name, pair('%FF'), pair('%'), `${name}[]=1`, `${name}[a]=b`, `${name}=1&${name}=2`),
    },
  );
};

/** Query parts that nothing declares. */
const strayQuery = fc.constantFrom('hidden=1', '__proto__=1', '__proto__[a]=1', 'constructor=x', '%00=1', '&&', '=');

/** Bytes that may stand in a header; Node's own client sends no others, and its server takes none. */
const headerText = fc.oneof(
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter((code) => code !== 0x7f)
      .map((code) => String.fromCharCode(code)),
  }),
  fc.constantFrom('x'.repeat(5_000), '\u00c3\u0080', 'ada@northwind.example', '\u0085'),
);

/**
 * Requests of this operation, good in most places and odd in some: paths, queries, headers, bodies.
 * @param known good values by the name of their field or parameter, e.g. the tenant
 */
export function oddRequests(
  document: OpenApiDocument,
  operation: Operation,
  known: Readonly<Record<string, string>>,
): fc.Arbitrary<OddRequest> {
  const { method, path, parameters, bodies } = operation;
  const good = ({ schema, name }: Parameter) => fitting(document, schema, known, name);
  const of = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
  const segments = fc.tuple(...of('path').map((parameter) => segment(parameter, good(parameter))));
  const target = fc
    .tuple(
      segments,
      fc.tuple(...of('query').map((parameter) => fc.option(queryOf(parameter, good(parameter)), { nil: '' }))),
      fc.option(strayQuery, { freq: 5, nil: '' }),
    )
    .map(([filled, queries, stray]) => {
      let at = 0;
      const place = path.replace(/\{\w+\}/g, () => filled[at++] ?? '');
      const query = [...queries, stray].filter((part) => part !== '').join('&');
      return query === '' ? place : `${place}?${query}`;
    });
  const headers = fc
    .tuple(
      ...of('header').map(({ name }) =>
        fc.option(
          headerText.map((value) => ({ [name]: value })),
          { freq: 2, nil: {} },
        ),
      ),
    )
    .map((given) => Object.assign({}, ...given) as Record<string, string>);
  const body =
    bodies.length === 0
      ? fc.constant(noBody)
      : fc.oneof(...bodies.map(([type, schema]) => bodyOf(type, fitting(document, schema, known))));
  return fc
    .tuple(target, headers, body)
    .map(([to, given, sent]) => ({ method, target: to, headers: { ...given, ...sent.headers }, body: sent.body }));
}

interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

const noBody: Sent = { headers: {}, body: undefined };

/** JSON that is good, spoiled at one place, cut off, or not JSON at all; other types as text. */
function bodyOf(type: string, good: fc.Arbitrary<unknown>): fc.Arbitrary<Sent> {
  const bytes = type === 'text/csv' ? csv : json(good);
  const types = fc.oneof(
    { weight: 10, arbitrary: fc.constant(type) },
    { weight: 1, arbitrary: fc.constantFrom(`${type}; charset=utf-16`, 'application/xml', 'application/json;', 'x') },
  );
  return fc.tuple(bytes, types).map(([body, contentType]) => ({ headers: { 'content-type': contentType }, body }));
}

const json = (good: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer> => {
  const text = fc.oneof({ weight: 2, arbitrary: good }, { weight: 6, arbitrary: spoiled(good) }).map(jsonOf);
  return fc.oneof(
    { weight: 8, arbitrary: text.map((whole) => Buffer.from(whole)) },
    { weight: 1, arbitrary: fc.tuple(text, fc.double({ min: 0, max: 1, noNaN: true })).map(cutOff) },
    { weight: 1, arbitrary: text.map((whole) => Buffer.from(whole.replace(/[a-z]"/, '\u00ff"'), 'latin1')) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '\ufeff{}', '{"a":NaN}', '\0', 'null', '[]', '"x"').map((one) => Buffer.from(one)),
    },
  );
};

const cutOff = ([whole, part]: readonly [string, number]): Buffer =>
  Buffer.from(whole.slice(0, Math.floor(whole.length * part)));

const cell = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('Ada Moss', 'ada@northwind.example', 'Yes', 'Tilers', '') },
  { weight: 2, arbitrary: oddText },
  { weight: 1, arbitrary: oddText.map((text) => `"${text.replaceAll('"', '""')}"`) },
);
const csv = fc
  .tuple(
    fc.constantFrom('name,email,team,status', 'email;name', 'name,email,name', 'shoe size', ''),
    fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 4 }),
  )
  .map(([header, rows]) => Buffer.from([header, ...rows.map((row) => row.join())].join('\n')));

/** Sends a request as it is, with these headers too. An answer that streams is left after its head. */
export function sent(
  base: string,
  more: Readonly<Record<string, string>>,
  { method, target, headers, body }: OddRequest,
): Promise<OddAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const cut = (): void => resolve({ status: 0, contentType: '', text: '' });
    const outgoing = request({ hostname, port, method, path: target, headers: { ...more, ...headers } }, (answer) => {
      void read(answer).then((text) => {
        resolve({ status: answer.statusCode ?? 0, contentType: answer.headers['content-type'] ?? '', text });
        outgoing.destroy();
      });
    });
    outgoing.on('error', cut);
    outgoing.end(body);
  });
}

const SHOWN = 2_000;

async function read(answer: IncomingMessage): Promise<string> {
  if (answer.headers['content-type']?.startsWith('text/event-stream') === true) return '';
  let text = '';
  try {
    for await (const chunk of answer) if (text.length < SHOWN) text += String(chunk);
  } catch {
    // Cut after its head: the status stands.
  }
  return text.slice(0, SHOWN);
}

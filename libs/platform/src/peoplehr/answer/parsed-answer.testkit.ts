import type { AnswerHead, ResultKind } from '../classify-envelope';

/** The same answer as JSON.parse reads it, which makes strings of everything: what AnswerReader has to agree with. */
export interface ParsedAnswer<F extends string> {
  readonly head: AnswerHead;
  /** Of each element of Result, or of the one object: the wanted fields that can be told. */
  readonly told: readonly Partial<Record<F, string | null>>[];
}

/** @param result as `Reading.result` */
export function parsedAnswer<F extends string>(
  body: Buffer,
  wireNames: Readonly<Record<F, string>>,
  result: 'array' | 'object' = 'array',
): ParsedAnswer<F> {
  const nothing = { head: { httpStatus: 200, parsed: false, result: 'missing' } as const, told: [] };
  let text: string;
  let parsed: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    parsed = JSON.parse(text);
  } catch {
    return nothing;
  }
  if (!isRecord(parsed)) return nothing;
  const fields = lowerCase(parsed);
  const value = fields.get('result');
  const head = {
    httpStatus: 200,
    parsed: true,
    isError: plain(fields.get('iserror')),
    status: plain(fields.get('status')),
    message: plain(fields.get('message')),
    result: kindOf(value),
  };
  const inDigits: unknown = JSON.parse(withDigits(text));
  const held = isRecord(inDigits) ? lowerCase(inDigits).get('result') : undefined;
  const rows: unknown[] = Array.isArray(held) && result === 'array' ? held : [];
  const records = isRecord(held) && result === 'object' ? [held] : rows;
  return { head, told: records.map((row) => toldOf(row, wireNames)) };
}

/** Every number as a text of its own digits. The JSON has to be valid. */
const withDigits = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );

function toldOf<F extends string>(
  row: unknown,
  wireNames: Readonly<Record<F, string>>,
): Partial<Record<F, string | null>> {
  const told: Partial<Record<F, string | null>> = {};
  if (!isRecord(row)) return told;
  for (const field in wireNames) {
    const held = Object.hasOwn(row, wireNames[field]) ? row[wireNames[field]] : undefined;
    const value = isRecord(held) ? (Object.hasOwn(held, 'DisplayValue') ? held['DisplayValue'] : undefined) : held;
    if (typeof value === 'string' || value === null) told[field] = value;
  }
  return told;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lowerCase = (record: Record<string, unknown>): Map<string, unknown> =>
  new Map(Object.entries(record).map(([key, value]): [string, unknown] => [key.toLowerCase(), value]));

const plain = (value: unknown): unknown => (typeof value === 'object' && value !== null ? undefined : value);

function kindOf(value: unknown): ResultKind {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'empty-array' : 'array';
  if (typeof value === 'string') return value.trim() === '' ? 'empty-text' : 'other';
  return typeof value === 'object' ? 'object' : 'other';
}

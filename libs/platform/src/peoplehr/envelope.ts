import type { AnswerHead, ResultKind } from './classify-envelope';

/** A small answer that was read whole: its head, and Result as it was sent. */
export interface Envelope extends AnswerHead {
  readonly value?: unknown;
}

/** Reads an answer that fits in memory; large ones are read by the fetcher's own selector. Never throws. */
export function peopleHrEnvelope(httpStatus: number, body: string): Envelope {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.replace(/^\uFEFF/, ''));
  } catch {
    parsed = undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { httpStatus, parsed: false, result: 'missing' };
  }
  const fields = new Map(Object.entries(parsed).map(([key, value]): [string, unknown] => [key.toLowerCase(), value]));
  return {
    httpStatus,
    parsed: true,
    isError: fields.get('iserror'),
    status: fields.get('status'),
    message: fields.get('message'),
    result: kindOf(fields.get('result')),
    value: fields.get('result'),
  };
}

function kindOf(value: unknown): ResultKind {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'empty-array' : 'array';
  if (typeof value === 'string') return value.trim() === '' ? 'empty-text' : 'other';
  return typeof value === 'object' ? 'object' : 'other';
}

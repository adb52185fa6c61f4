import type { Type } from '@nestjs/common';
import { invalidRequest, validated } from '@people-sync/platform';

/**
 * Checks a gRPC message by the same class that checks the HTTP request, so that both doors have one set of rules.
 * proto3 sends empty texts and zeros for what was not given: keys of `optional` that hold these count as absent.
 */
export async function checked<T extends object>(
  rules: Type<T>,
  required: Readonly<Record<string, unknown>>,
  optional: Readonly<Record<string, unknown>> = {},
): Promise<T> {
  const given = Object.entries(optional).filter(([, value]) => value !== '' && value !== 0 && value !== undefined);
  const { value, wrong } = await validated(rules, { ...required, ...Object.fromEntries(given) });
  if (wrong.length > 0) throw invalidRequest(wrong);
  return value;
}

/** An absent optional number is absent; 0 is a number. */
export const present = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

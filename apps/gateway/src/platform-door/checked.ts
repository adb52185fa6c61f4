import type { Type } from '@nestjs/common';
import { type InvalidField, invalidRequest } from '@people-sync/platform';
import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';

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
  const input = plainToInstance(rules, { ...required, ...Object.fromEntries(given) });
  const errors = await validate(input, { validationError: { target: false, value: false } });
  if (errors.length === 0) return input;
  throw invalidRequest(errors.flatMap((error) => fieldsOf(error, '')));
}

function fieldsOf({ property, constraints, children }: ValidationError, parent: string): InvalidField[] {
  const field = parent + property;
  return [
    ...Object.values(constraints ?? {}).map((message) => ({ field, message })),
    ...(children ?? []).flatMap((child) => fieldsOf(child, `${field}.`)),
  ];
}

/** An absent optional number is absent; 0 is a number. */
export const present = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

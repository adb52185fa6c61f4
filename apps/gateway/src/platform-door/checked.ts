import type { Type } from '@nestjs/common';
import { invalidRequest, validated } from '@people-sync/platform';

/** Checks what an rpc was asked with by the same class that checks the HTTP request: both doors have one set of rules. */
export async function checked<T extends object>(rules: Type<T>, asked: object): Promise<T> {
  const { value, wrong } = await validated(rules, asked);
  if (wrong.length > 0) throw invalidRequest(wrong);
  return value;
}

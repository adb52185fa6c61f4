/// <reference types="jest" />
import { status } from '@grpc/grpc-js';
import { GrpcError } from '@people-sync/platform';

/** Something that the callers of a service rely on. The service and whatever plays it in others' tests keep it alike. */
export interface Rule<S> {
  /** A sentence. */
  readonly name: string;
  /** Rejects if the subject breaks it. */
  readonly check: (subject: S) => Promise<void>;
  /** The subject with a neighbour that breaks this one rule: without it nobody knows that the check can fail. */
  readonly broken: (subject: S) => S;
}

/** Each rule as a test of the subject. */
export function keepsRules<S>(rules: readonly Rule<S>[], subject: () => S): void {
  it.each(rules.map((rule) => [rule.name, rule] as const))('%s', (_name, { check }) => check(subject()));
}

/** A test for each rule, that a neighbour which breaks it is found out: by what was expected, and by nothing else. */
export function missesRules<S>(rules: readonly Rule<S>[], subject: () => S): void {
  it.each(rules.map((rule) => [rule.name, rule] as const))(
    'is told apart from one without: %s',
    async (_name, rule) => {
      await expect(rule.check(rule.broken(subject()))).rejects.toHaveProperty('matcherResult');
    },
  );
}

/** The client of a neighbour that does some things otherwise. */
export function lying<C extends object>(client: C, lies: Partial<C>): C {
  const told = new Map<PropertyKey, unknown>(Object.entries(lies));
  return new Proxy(client, {
    get: (target, key): unknown => (told.has(key) ? told.get(key) : Reflect.get(target, key)),
  });
}

/** How a call ends: `answered`, or code and reason of its refusal. */
export async function endOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    if (error instanceof GrpcError) return `${status[error.code]} ${error.reason}`.trim();
    throw error;
  }
}

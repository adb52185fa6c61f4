import { SetMetadata } from '@nestjs/common';
import { type JsonBounds, smallJson } from './json-bounds';

export const BODY_LIMITS = 'peoplesync:body';

/** What a route takes as its body. */
export interface BodyLimits {
  /** Of the whole body. */
  readonly bytes: number;
  /** From its first byte to its last, in milliseconds. */
  readonly ms: number;
  /** Media types; `application/json` arrives as the object it holds, any other as its bytes. */
  readonly types: readonly string[];
  readonly json: JsonBounds;
  /** Calls of one tenant that may be at work at the same time, from the first byte of the body to the answer. */
  readonly atOnce: number;
}

/** Does for a form. */
export const smallBody: BodyLimits = {
  bytes: 16_384,
  ms: 20_000,
  types: ['application/json'],
  json: smallJson,
  atOnce: 32,
};

/**
 * The route has a body, within these limits. It is read after every guard has let its sender in; a route without this
 * has none, and what is sent there is never read.
 */
export const TakesBody = (limits: Partial<BodyLimits> = {}) =>
  SetMetadata(BODY_LIMITS, { ...smallBody, ...limits } satisfies BodyLimits);

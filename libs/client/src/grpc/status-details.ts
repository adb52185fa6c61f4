import { BadRequest, ErrorInfo, RetryInfo } from '../gen/google/rpc/error_details';
import { Status } from '../gen/google/rpc/status';
import {
  AfterBeyondHeadProblem,
  AfterTooOldProblem,
  AlreadyDecidedProblem,
  ExclusionClashProblem,
  InNewestAnswerProblem,
  InternalProblem,
  InvalidPeopleProblem,
  PlanOutdatedProblem,
  WrongCompanyProblem,
} from '../gen/wethrive/peoplesync/v1/peoplesync';
import { type Retry, retryNamed } from '../refusal';

/** What refusals say beside their sentence, by their reason. */
export interface SaidBy {
  readonly 'after-beyond-head': AfterBeyondHeadProblem;
  readonly 'after-too-old': AfterTooOldProblem;
  readonly 'already-decided': AlreadyDecidedProblem;
  readonly 'exclusion-clash': ExclusionClashProblem;
  readonly 'in-newest-answer': InNewestAnswerProblem;
  readonly internal: InternalProblem;
  readonly 'invalid-people': InvalidPeopleProblem;
  readonly 'plan-outdated': PlanOutdatedProblem;
  readonly 'wrong-company': WrongCompanyProblem;
}

/** The same with its reason, which says what else is there. */
export type Said = { [R in keyof SaidBy]: { readonly reason: R } & Readonly<SaidBy[R]> }[keyof SaidBy];

/** The messages of the .proto file in which it comes. */
export const messages: { readonly [R in keyof SaidBy]: { decode(bytes: Uint8Array): SaidBy[R] } } = {
  'after-beyond-head': AfterBeyondHeadProblem,
  'after-too-old': AfterTooOldProblem,
  'already-decided': AlreadyDecidedProblem,
  'exclusion-clash': ExclusionClashProblem,
  'in-newest-answer': InNewestAnswerProblem,
  internal: InternalProblem,
  'invalid-people': InvalidPeopleProblem,
  'plan-outdated': PlanOutdatedProblem,
  'wrong-company': WrongCompanyProblem,
};

/** A field of the request that cannot be used. */
export interface InvalidField {
  /** As the .proto file names it, joined by dots; places in lists from 1. */
  readonly field: string;
  /** What is allowed. */
  readonly message: string;
}

/** What comes with a refusal in `grpc-status-details-bin`. */
export interface StatusDetails {
  /** Empty if nothing came. */
  readonly reason: string;
  readonly retry: Retry | undefined;
  /** Milliseconds until the same call may be made again. */
  readonly retryAfterMs: number | undefined;
  readonly fields: readonly InvalidField[];
  readonly said: Said | undefined;
}

const nothing: StatusDetails = { reason: '', retry: undefined, retryAfterMs: undefined, fields: [], said: undefined };

/** The details in these bytes, a google.rpc.Status; nothing of what is none, or newer than this client. */
export function detailsIn(bytes: unknown): StatusDetails {
  if (!(bytes instanceof Uint8Array)) return nothing;
  try {
    const { details } = Status.decode(bytes);
    const bytesOf = (name: string): Uint8Array | undefined =>
      details.find(({ typeUrl }) => typeUrl.endsWith(`/${name}`))?.value;
    const info = ErrorInfo.decode(bytesOf('google.rpc.ErrorInfo') ?? new Uint8Array());
    const reason = info.reason.toLowerCase().replaceAll('_', '-');
    const { retryDelay } = RetryInfo.decode(bytesOf('google.rpc.RetryInfo') ?? new Uint8Array());
    const wrong = BadRequest.decode(bytesOf('google.rpc.BadRequest') ?? new Uint8Array());
    return {
      reason,
      retry: retryNamed(info.metadata['retry']),
      retryAfterMs: retryDelay && retryDelay.seconds * 1_000 + retryDelay.nanos / 1_000_000,
      fields: wrong.fieldViolations.map(({ field, description }) => ({ field, message: description })),
      said: saidIn(reason, bytesOf(messageOf(reason))),
    };
  } catch {
    return nothing;
  }
}

/** `already-decided` → `wethrive.peoplesync.v1.AlreadyDecidedProblem` */
export const messageOf = (reason: string): string =>
  `wethrive.peoplesync.v1.${reason.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Problem`;

function saidIn(reason: string, bytes: Uint8Array | undefined): Said | undefined {
  if (!bytes || !isCarried(reason)) return undefined;
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the reason's own message, which TypeScript does not follow
  return { reason, ...messages[reason].decode(bytes) } as Said;
}

const isCarried = (reason: string): reason is keyof SaidBy => Object.hasOwn(messages, reason);

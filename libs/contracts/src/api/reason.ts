import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';
import type { Frozen } from './shape';

/** The gRPC codes that a refusal may have, by their names. */
export type GrpcCode =
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'UNIMPLEMENTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'UNAUTHENTICATED';

/** Whether the same call may be made again, and after what. */
export const retries = {
  never: 'As it is it is refused again: change what is sent.',
  'same-call': 'The same call again, after `Retry-After` where it is said, else after growing pauses.',
  'read-anew': 'Read what it is about again, decide anew, then make another call.',
  'after-a-step': 'Something else comes first (the sentence says what), then the same call.',
} as const;
export type Retry = keyof typeof retries;

/** What is known of a reason, wherever it is answered. */
export interface ReasonEntry<Carries extends TProperties = TProperties> {
  /** HTTP status. */
  readonly status: number;
  readonly code: GrpcCode;
  readonly retry: Retry;
  /** For the pages: what has happened. */
  readonly meaning: string;
  /** What it says beside its sentence. */
  readonly carries: TObject<Carries>;
}

/** What an entry carries, as code has it. */
export type CarriedBy<Entry> = Entry extends ReasonEntry<infer P> ? Frozen<Static<TObject<P>>> : never;

type Told = Omit<ReasonEntry, 'carries'>;

/** A reason that says this beside its sentence. */
export const carrying = <P extends TProperties>(properties: P, told: Told): ReasonEntry<P> => ({
  ...told,
  carries: Type.Object(properties),
});

/** A reason that says no more than its sentence. */
export const plain = (told: Told) => carrying({}, told);

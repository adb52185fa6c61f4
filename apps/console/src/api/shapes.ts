/** What an administrator may do here, as the server sees it. */
export interface Session {
  readonly subject: string;
  readonly roles: readonly string[];
  /** The company this token is for; null for the platform, which may see any. */
  readonly tenant: string | null;
}

export interface Counts {
  readonly seen: number;
  readonly joined: number;
  readonly rejoined: number;
  readonly changed: number;
  readonly left: number;
  readonly waiting: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly missing: number;
}

export type SyncStatus =
  | 'queued'
  | 'requested'
  | 'fetching'
  | 'comparing'
  | 'held'
  | 'applying'
  | 'completed'
  | 'completed-with-problems'
  | 'previewed'
  | 'rejected'
  | 'expired'
  | 'superseded'
  | 'failed'
  | 'cancelled';

export interface Sync {
  readonly id: string;
  readonly number: number;
  readonly status: SyncStatus;
  readonly reason?: string | null;
  /** The sentence for an administrator, with the next step. */
  readonly message?: string | null;
  readonly counts: Counts;
  readonly problems?: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly requestedBy: string | null;
}

export interface Integration {
  readonly status: 'connected' | 'broken' | 'not-connected';
  readonly companyName?: string | null;
  readonly keyHint?: string | null;
  readonly connectedAt?: string | null;
  /** Why it is broken, as a sentence. */
  readonly message?: string | null;
  readonly lastSuccessfulSync?: Sync | null;
  readonly lastSync?: Sync | null;
}

export interface Person {
  readonly personId: string;
  readonly email: string | null;
  readonly name: string;
  readonly team: string | null;
  readonly location: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  readonly status: 'active' | 'inactive' | 'waiting';
  readonly updatedAt?: string;
}

export interface PersonVersion {
  readonly version: number;
  readonly kind: string;
  readonly syncId: string | null;
  readonly at: string;
  readonly changed: readonly string[];
  readonly oldEmail?: string | null;
  readonly person: Person;
}

export interface Problem {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly name: string | null;
  readonly received: string | null;
}

export interface Licences {
  readonly seats: number | null;
  readonly active: number;
  readonly waiting: number;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  /** All that match, on all pages; only for people. */
  readonly total?: number;
}

/** The values that occur in the People table, for the filters. */
export interface FilterValues {
  readonly teams: readonly string[];
  readonly locations: readonly string[];
  readonly departments: readonly string[];
  readonly managers: readonly string[];
}

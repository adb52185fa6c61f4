import type { CompanyClient } from './company.client';
import { queryOf } from './page';
import type { Sync } from './syncs.api';

/** One field of a person, before and after; null is blank. */
export interface FieldChange {
  readonly field: string;
  readonly old: string | null;
  readonly new: string | null;
}

export type ChangeKind = 'joined' | 'rejoined' | 'changed' | 'left';
export type Proof = 'leaver-status' | 'leaving-date' | 'absent-twice' | 'out-of-scope' | 'settled-by-person';

/** What is to happen to one person. */
export interface PlanItem {
  readonly personId: string;
  readonly employeeId: string;
  readonly name: string;
  /** The address after the change, and likewise where they work. */
  readonly email: string | null;
  readonly team: string | null;
  readonly department: string | null;
  readonly location: string | null;
  readonly kind: ChangeKind;
  readonly changes: readonly FieldChange[];
  /** Of leavers: how we know. */
  readonly proof: Proof | null;
  readonly groupId: string;
  /** Somebody left this one out when they gave their OK. */
  readonly excluded: boolean;
  /** Something of it made the changes wait: a no is about that. */
  readonly counted: boolean;
}

/** Equal changes. */
export interface PlanGroup {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly changes: readonly FieldChange[];
  readonly proof: Proof | null;
  readonly count: number;
}

/** What a safeguard found; `tripped` ones hold the changes back. */
export interface Safeguard {
  readonly name: string;
  readonly field: string | null;
  readonly value: number;
  readonly limit: number;
  readonly tripped: boolean;
  /** The sentence for an administrator. */
  readonly message: string;
  /** The likely cause and what to do; null if it holds nothing back, or another one explains it. */
  readonly cause: string | null;
  readonly nextStep: string | null;
}

export interface PlanCounts {
  readonly seen: number;
  readonly joined: number;
  readonly rejoined: number;
  readonly changed: number;
  readonly left: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly missing: number;
  /** Changes that somebody said no to. */
  readonly kept: number;
  /** Of unchanged, as far as they were judged in this check: leavers already, never added. */
  readonly goneBefore: number;
  /** Likewise: never added, by the settings or by name. */
  readonly leftOut: number;
  /** Likewise: their first day is still to come. */
  readonly notStarted: number;
  /** Likewise: everything that would happen to them was said no to. */
  readonly keptAway: number;
}

export interface PlanLicences {
  /** null: unlimited. */
  readonly seats: number | null;
  readonly active: number;
  readonly waiting: number;
  /** Beyond those that are free after its leavers. */
  readonly needed: number;
  /** How many people would wait. */
  readonly missing: number;
}

export type PlanState =
  'applying' | 'previewed' | 'held' | 'approved' | 'rejected' | 'expired' | 'superseded' | 'cancelled' | 'dropped';

/** What a sync does, would do, or waits to do. */
export interface Plan {
  readonly syncId: string;
  /** Names exactly these changes; an OK needs it. */
  readonly hash: string;
  readonly outcome: 'applying' | 'held' | 'previewed';
  readonly state: PlanState;
  readonly supersededBy: string | null;
  /** On all pages. */
  readonly itemCount: number;
  readonly heldBecause: readonly string[];
  /** When PeopleHR's answer was read. */
  readonly takenAt: string | null;
  /** Since when changes have waited, over all checks that found them. */
  readonly heldSince: string | null;
  readonly expiresAt: string | null;
  /** From when on PeopleHR is read again before they are applied. */
  readonly freshUntil: string | null;
  /** Who leaves by status or date: whom 'Apply only the leavers' lets go. */
  readonly leavers: number;
  /** Only they were let go. */
  readonly leaversOnly: boolean;
  /** Of how many people a no would keep something away. */
  readonly counted: number;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** It can no longer be approved: people, settings or decisions have changed since. */
  readonly outdated: boolean;
  readonly counts: PlanCounts;
  readonly safeguards: readonly Safeguard[];
  /** The largest first; on the first page only. */
  readonly groups: readonly PlanGroup[];
  readonly licences: PlanLicences;
  readonly items: readonly PlanItem[];
  readonly nextCursor: string | null;
}

const MOST_A_PAGE = 500;

/** The changes of a sync, and what somebody says to them. */
export class PlansApi {
  constructor(private readonly company: CompanyClient) {}

  /** Everything about the changes but the people: those come group by group. */
  get(syncId: string): Promise<Plan> {
    return this.company.get(`/syncs/${syncId}/plan?limit=1`);
  }

  /** One page of the people, of one group or of all. */
  people(syncId: string, group: string | null, cursor: string | null): Promise<Plan> {
    const limit = MOST_A_PAGE;
    return this.company.get(`/syncs/${syncId}/plan${queryOf({ group, limit, cursor })}`);
  }

  /** All changes, and what became of them. */
  csv(syncId: string): Promise<Blob> {
    return this.company.csv(`/syncs/${syncId}/plan`);
  }

  /** Applies them, or the leavers alone, but for those left out; the sync that is applied, or that reads PeopleHR again. */
  approve(syncId: string, planHash: string, exclude: readonly string[], leaversOnly: boolean): Promise<Sync> {
    return this.company.post(`/syncs/${syncId}/approve`, { planHash, exclude, leaversOnly });
  }

  /** A no to what made them wait, and to everything about these people. */
  reject(syncId: string, planHash: string, also: readonly string[]): Promise<Sync> {
    return this.company.post(`/syncs/${syncId}/reject`, { planHash, also });
  }

  /** Takes back every no to these changes that still holds; how many there were. */
  undoRejection(syncId: string): Promise<{ readonly undone: number }> {
    return this.company.removed(`/syncs/${syncId}/rejection`);
  }

  /** Not now: nothing is remembered. */
  putOff(syncId: string, planHash: string): Promise<Sync> {
    return this.company.post(`/syncs/${syncId}/reject`, { planHash, notNow: true });
  }
}

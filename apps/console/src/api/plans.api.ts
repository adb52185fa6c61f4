import type { Plan, Sync, UndoneRejection } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';
import { queryOf } from './page';

const MOST_A_PAGE = 500;

/** The changes of a sync, and what somebody says to them. */
export class PlansApi {
  constructor(private readonly company: CompanyClient) {}

  /** Everything about the changes but the people: those come group by group. */
  get(syncId: string): Promise<Plan> {
    return this.company.get(`/syncs/${syncId}/plan?limit=1`);
  }

  /** One page of the people, of one group or of all. */
  people(syncId: string, groupId: string | null, cursor: string | null): Promise<Plan> {
    const limit = MOST_A_PAGE;
    return this.company.get(`/syncs/${syncId}/plan${queryOf({ groupId, limit, cursor })}`);
  }

  /** All changes, and what became of them. */
  csv(syncId: string): Promise<Blob> {
    return this.company.csv(`/syncs/${syncId}/plan`);
  }

  /** Applies them, or the leavers alone, but for those left out; the sync that is applied, or that reads PeopleHR again. */
  approve(syncId: string, planHash: string, leftOut: readonly string[], leaversOnly: boolean): Promise<Sync> {
    return this.company.post(`/syncs/${syncId}/approve`, { planHash, leftOut, leaversOnly });
  }

  /** A no to what made them wait, and to everything about these people. */
  reject(syncId: string, planHash: string, also: readonly string[]): Promise<Sync> {
    return this.company.post(`/syncs/${syncId}/reject`, { planHash, also });
  }

  /** Takes back every no to these changes that still holds; how many there were. */
  undoRejection(syncId: string): Promise<UndoneRejection> {
    return this.company.removed(`/syncs/${syncId}/rejection`);
  }

  /** Not now: nothing is remembered. */
  putOff(syncId: string, planHash: string): Promise<Sync> {
    return this.company.post(`/syncs/${syncId}/reject`, { planHash, notNow: true });
  }
}

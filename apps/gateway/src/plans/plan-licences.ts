import type { PlanLicences } from '@people-sync/contracts/api';
import type { writerV1 } from '@people-sync/platform';
import { licencesNeeded } from '@people-sync/wording';

/** What a plan that is not applied yet does with licences. */
export interface LicenceUse {
  readonly joined: number;
  readonly rejoined: number;
  readonly left: number;
}

/**
 * The licences a plan needs: leavers give theirs back first, then come those who wait already and those who join, as
 * the writer gives them. Leavers count as active ones.
 * @param use undefined for a plan that was decided: it needs nothing any more.
 */
export function planLicences({ seats, active, waiting }: writerV1.Licences, use: LicenceUse | undefined): PlanLicences {
  const now = { seats: seats ?? null, unlimited: seats === undefined, active, waiting };
  if (seats === undefined || !use) return { ...now, needed: 0, wouldWait: 0, message: null };
  const free = Math.max(0, seats - Math.max(0, active - use.left));
  const joining = use.joined + use.rejoined;
  const wanted = waiting + joining;
  return {
    ...now,
    needed: Math.max(0, joining - free),
    wouldWait: Math.max(0, wanted - free),
    message: licencesNeeded({ wanted, free, leaving: use.left }),
  };
}

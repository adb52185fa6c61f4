import type { ChangeKind, Plan, PlanGroup } from '@people-sync/contracts/api';
import { kinds } from './change-words';

/** The lines about one kind of change. */
export interface Section {
  readonly kind: ChangeKind;
  readonly lines: readonly PlanGroup[];
  /** People on these lines. */
  readonly people: number;
}

/** How a plan is laid out: equal changes as lines by kind, and how many people are on none of them. */
export interface Layout {
  readonly sections: readonly Section[];
  /** Ids of the groups that are lines. */
  readonly inLines: ReadonlySet<string>;
  /** People whose change is like nobody else's. */
  readonly others: number;
}

/**
 * Whoever leaves, comes back or joins is on the line of their reason, even alone; a change that nobody else has is no
 * line of its own. The server names the largest groups only: whoever is in none of those is one of the others too.
 */
export function layoutOf({ groups, itemCount }: Pick<Plan, 'groups' | 'itemCount'>): Layout {
  const lines = groups.filter(({ kind, count }) => kind !== 'changed' || count > 1);
  const sections = kinds.flatMap((kind): Section[] => {
    const own = lines.filter((line) => line.kind === kind);
    return own.length === 0 ? [] : [{ kind, lines: own, people: sum(own) }];
  });
  return {
    sections,
    inLines: new Set(lines.map(({ groupId }) => groupId)),
    others: Math.max(0, itemCount - sum(lines)),
  };
}

const sum = (groups: readonly PlanGroup[]): number => groups.reduce((total, { count }) => total + count, 0);

import type { Decision } from '@people-sync/contracts/api';

/** Decisions that are shown, and can be undone, together: every no to the changes of one check, or a single answer. */
export interface KeptSection {
  /** The check whose changes somebody said no to, if it is about more than one; else null. */
  readonly syncId: string | null;
  readonly decisions: readonly [Decision, ...Decision[]];
}

/** In the order of the list: a section stands where its newest decision does. */
export function sectionsOf(decisions: readonly Decision[]): KeptSection[] {
  const bySync = new Map<string, [Decision, ...Decision[]]>();
  for (const decision of decisions) {
    const key = decision.kind === 'kept' && decision.syncId !== null ? decision.syncId : decision.decisionId;
    const section = bySync.get(key);
    if (section) section.push(decision);
    else bySync.set(key, [decision]);
  }
  return [...bySync.values()].map((section) => ({
    syncId: section.length > 1 ? section[0].syncId : null,
    decisions: section,
  }));
}

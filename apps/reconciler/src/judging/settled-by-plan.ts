import type { Draft } from './draft';

/** Everybody who leaves by this plan and of whom it was settled what it means that they are missing. */
export function leaversOf({ judging, items }: Draft): { tenantId: string; personId: string }[] {
  const { settlements, tenantId } = judging;
  return items.flatMap(({ verdict: { kind, personId } }) =>
    kind === 'left' && settlements.missing.has(personId) ? [{ tenantId, personId }] : [],
  );
}

/**
 * Everybody of whom it was settled what it means that they are missing, and who is not missing by this answer: they are in
 * it, or leave. A word for a plan that waited may be about somebody of whom no answer was accepted that lacks them.
 */
export function noLongerMissing({ judging, absences }: Draft): { tenantId: string; personId: string }[] {
  const { settlements, tenantId } = judging;
  if (settlements.missing.size === 0) return [];
  const missing = new Set(absences.flatMap(({ kind, known }) => (kind === 'missing' ? [known.personId] : [])));
  return [...settlements.missing.keys()].flatMap((personId) => (missing.has(personId) ? [] : [{ tenantId, personId }]));
}

/** Leavers of whom somebody said whether they left, and who leave by this plan. */
export function noLongerLeaving({ judging, items }: Draft): { tenantId: string; personId: string }[] {
  const { settlements, tenantId } = judging;
  return items.flatMap(({ verdict: { kind, personId } }) =>
    kind === 'left' && settlements.leavers.has(personId) ? [{ tenantId, personId }] : [],
  );
}

/** Rows of which it was settled that they are somebody new, and who that is. */
export function settledNew(plans: readonly Draft[]): { tenantId: string; employeeId: string; personId: string }[] {
  return plans.flatMap(({ judging, items }) =>
    judging.settlements.identities.size === 0
      ? []
      : items.flatMap(({ verdict }) => {
          if (verdict.kind !== 'joined') return [];
          const { employeeId } = verdict.row;
          const settled = judging.settlements.identities.get(employeeId);
          return settled?.personId === null
            ? [{ tenantId: judging.tenantId, employeeId, personId: verdict.personId }]
            : [];
        }),
  );
}

import type { Draft, Plan } from './judging';

/** People of whom something was kept away, and whose value in PeopleHR is another one now. */
export function noLongerKept({ judging, judged, absences }: Plan): { tenantId: string; personId: string }[] {
  const { kept } = judging.settlements;
  if (kept.size === 0) return [];
  const { tenantId } = judging;
  return [...judged.map(({ verdict }) => verdict), ...absences].flatMap((verdict) => {
    const personId = 'personId' in verdict ? verdict.personId : verdict.known?.personId;
    // Whoever is refused or missing has no value that could be another one.
    const still = verdict.kind === 'kept' || verdict.kind === 'refused' || verdict.kind === 'missing';
    return personId !== undefined && kept.has(personId) && !still ? [{ tenantId, personId }] : [];
  });
}

/** People of whom it was settled what it means that they are missing, and who leave by this plan. */
export function noLongerMissing({ judging, items }: Draft): { tenantId: string; personId: string }[] {
  const { settlements, tenantId } = judging;
  return items.flatMap(({ verdict: { kind, row, personId } }) =>
    kind === 'left' && row === null && settlements.missing.has(personId) ? [{ tenantId, personId }] : [],
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

/** Who reports to whom, both at work (active or waiting), within one tenant. */
export interface Line {
  readonly tenantId: string;
  readonly personId: string;
  readonly reportsTo: string;
}

/** One person of one tenant. */
export interface PersonKey {
  readonly tenantId: string;
  readonly personId: string;
}

/**
 * Everybody who reports to themselves, directly or through others. Each line is walked once, so no circle holds anything
 * up. The lines may be of several tenants: person ids never meet. A person has one line at most.
 */
export function circlesAmong(lines: readonly Line[]): PersonKey[] {
  const above = new Map(lines.map((line) => [line.personId, line]));
  const seenBy = new Map<string, Line>();
  const found: PersonKey[] = [];
  for (const start of lines) {
    let at: Line | undefined = start;
    while (at && !seenBy.has(at.personId)) {
      seenBy.set(at.personId, start);
      at = above.get(at.reportsTo);
    }
    // Met again on the same walk: a circle; on an earlier one: known already.
    if (at && seenBy.get(at.personId) === start) found.push(...circleOf(at, above));
  }
  return found;
}

function circleOf(first: Line, above: ReadonlyMap<string, Line>): PersonKey[] {
  const members: PersonKey[] = [];
  for (
    let at: Line | undefined = first;
    at;
    at = at.reportsTo === first.personId ? undefined : above.get(at.reportsTo)
  ) {
    members.push({ tenantId: at.tenantId, personId: at.personId });
  }
  return members;
}

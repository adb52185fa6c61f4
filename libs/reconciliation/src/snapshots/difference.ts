/** One row of the base: the last snapshot whose plan was committed for applying. */
export interface BaseRow {
  readonly digest: string;
  /** The first day on which this row may mean something else without having changed; null: never. */
  readonly due: string | null;
}

/** What has to be judged, and who is in the base but not in the snapshot. EmployeeIds, by code unit. */
export interface Difference {
  readonly differing: string[];
  readonly absent: string[];
}

/**
 * The reference for the selection that the database makes: rows that differ from the base, whose day has come, or that
 * are open (refused and the like). Everything else is known to mean what it meant.
 * @param snapshot digest by EmployeeId
 * @param open EmployeeIds of rows that were left unsettled
 * @param today `yyyy-MM-dd`
 */
export function difference(
  base: ReadonlyMap<string, BaseRow>,
  snapshot: ReadonlyMap<string, string>,
  open: ReadonlySet<string>,
  today: string,
): Difference {
  const differing = [...snapshot].filter(([employeeId, digest]) => {
    const before = base.get(employeeId);
    if (!before || before.digest !== digest || open.has(employeeId)) return true;
    return before.due !== null && before.due <= today;
  });
  return {
    differing: differing.map(([employeeId]) => employeeId).sort(),
    absent: [...base.keys()].filter((employeeId) => !snapshot.has(employeeId)).sort(),
  };
}

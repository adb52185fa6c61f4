/**
 * SQL: of staged snapshots `j` the rows `s` from index `from` up to, and without, `to`; each with its row `b` of the base
 * and the person `p` who has its EmployeeId. Row by row through the tables' keys, as `StagingRepository` says why.
 */
export const rowsFrom = (from: string, to: string): string =>
  `CROSS JOIN LATERAL (
     SELECT * FROM staging r
      WHERE r.tenant_id = j.tenant_id AND r.number = j.number AND r.attempt = j.attempt
        AND r.idx >= ${from}::int AND r.idx < ${to}::int
     OFFSET 0
   ) s
   LEFT JOIN LATERAL (
     SELECT * FROM base_rows r WHERE r.tenant_id = s.tenant_id AND r.employee_id = s.employee_id OFFSET 0
   ) b ON true
   LEFT JOIN LATERAL (
     SELECT * FROM persons r WHERE r.tenant_id = s.tenant_id AND r.employee_id = s.employee_id OFFSET 0
   ) p ON true`;

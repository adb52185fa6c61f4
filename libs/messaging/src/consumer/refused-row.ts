import type { ParkReason } from './triage';

/** SQLSTATE of a failed statement, wherever TypeORM put it. */
export function sqlStateOf(error: unknown): string | undefined {
  let at = error;
  // A chain of causes is short; the bound is for one that bites its tail.
  for (let depth = 0; depth < 10 && at instanceof Error; depth++) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) return at.code;
    at = at.cause ?? ('driverError' in at ? at.driverError : undefined);
  }
  return undefined;
}

/** Class 22 (data exception) and 23 (constraint violation): Postgres will refuse this row every time. */
export const isRefusedRow = (error: unknown): boolean => /^2[23]/.test(sqlStateOf(error) ?? '');

/** Why a tenant whose row Postgres refuses is parked; the row's values stay out of it. */
export function refusedBy(tenantId: string, error: unknown): ParkReason {
  const state = sqlStateOf(error) ?? '';
  return {
    tenantId,
    code: `sqlstate-${state}`,
    reason: `Postgres refuses a row of these events (SQLSTATE ${state})`,
  };
}

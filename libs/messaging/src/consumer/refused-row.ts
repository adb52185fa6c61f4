import { PositionGapError, StreamStoppedError } from './stream-errors';
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

/**
 * Classes of SQLSTATE that say something of the database or of the moment, not of the events: connection, rollback,
 * resources, locks, operator, system. A statement that was cancelled by its timeout may well be the events' doing.
 */
const OF_THE_MOMENT = /^(?:08|40|53|55|57(?!014)|58|XX)/;

/**
 * True if the same events may well be taken another time, so that nobody is parked for it: the batch comes again for as
 * long as it takes.
 */
export const isOfTheMoment = (error: unknown): boolean =>
  error instanceof StreamStoppedError ||
  error instanceof PositionGapError ||
  OF_THE_MOMENT.test(sqlStateOf(error) ?? '') ||
  isNetworkError(error);

/** As Node and pg name what befalls a connection. */
const isNetworkError = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && typeof error.code === 'string' && /^(?:E[A-Z]{3,}|UND_ERR_)/.test(error.code)) ||
    /^(?:Connection terminated|Query read timeout|timeout expired)/i.test(error.message));

/** Why a tenant whose row Postgres refuses is parked; the row's values stay out of it. */
export function refusedBy(tenantId: string, error: unknown): ParkReason {
  const state = sqlStateOf(error);
  if (state === undefined) {
    const name = error instanceof Error ? error.name : 'unknown error';
    return { tenantId, code: 'handler-failed', reason: `this service fails on these events (${name})` };
  }
  return {
    tenantId,
    code: `sqlstate-${state}`,
    reason: `Postgres refuses a row of these events (SQLSTATE ${state})`,
  };
}

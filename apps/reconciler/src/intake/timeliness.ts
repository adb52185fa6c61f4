import type { DataOf, SnapshotCompleted } from '@people-sync/contracts';

/** Clocks of two machines may differ by this much and both be right. */
const TOLERANCE_MS = 5 * 60_000;

/** By which times an answer is measured. */
export interface Measured {
  /** `takenAt` of the tenant's last answer that was judged; null before the first one. */
  readonly judgedAt: Date | null;
  /** The database's time. */
  readonly now: Date;
}

/**
 * Why an answer cannot have been taken when it says, in words for whoever runs this; undefined if it can. A wrong clock
 * would end employments by days that have not come. An answer that comes late, by however much, is right; and a time
 * judged last that itself lies ahead of the database's measures nothing.
 */
export function untimely(
  { takenAt, requestedAt }: Pick<DataOf<typeof SnapshotCompleted>, 'takenAt' | 'requestedAt'>,
  { judgedAt, now }: Measured,
): string | undefined {
  const taken = Date.parse(takenAt);
  const ahead = now.getTime() + TOLERANCE_MS;
  if (taken > ahead) return `it was taken at ${takenAt}, and the database says that it is ${now.toISOString()}`;
  if (taken < Date.parse(requestedAt)) return `it was taken at ${takenAt}, before it was asked for at ${requestedAt}`;
  if (judgedAt && judgedAt.getTime() <= ahead && taken < judgedAt.getTime()) {
    return `it was taken at ${takenAt}, before the last one that was judged, at ${judgedAt.toISOString()}`;
  }
  return undefined;
}

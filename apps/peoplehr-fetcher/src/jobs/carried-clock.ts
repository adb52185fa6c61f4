/** Tells a time. */
export type Clock = () => Date;

/**
 * The database's clock, carried on from a moment when it was read by how long this process has been running since:
 * nothing in it is this machine's own idea of the date. It never runs ahead, since `now` was read before it came here.
 */
export function carriedFrom(now: Date): Clock {
  const readAt = performance.now();
  return () => new Date(now.getTime() + Math.floor(performance.now() - readAt));
}

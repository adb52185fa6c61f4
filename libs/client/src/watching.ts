/** How a sync is watched. */
export interface WatchOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds between two heartbeats, as the installation has them (WATCH_HEARTBEAT_MS); 15 s if nothing is said. */
  readonly heartbeatMs?: number;
}

const HEARTBEAT_MS = 15_000;

/** Heartbeats that may be lost before the line counts as dead. */
const LOST_HEARTBEATS = 3;

/** Milliseconds without a word after which a line is dead. */
export const longestSilence = ({ heartbeatMs = HEARTBEAT_MS }: WatchOptions): number => LOST_HEARTBEATS * heartbeatMs;

/** Crashes within a minute after which a consumer that crashes by itself is given up. */
const CRASH_LIMIT = 5;
const CRASH_WINDOW_MS = 60_000;
/** How long a consumer may crash on brokers that come back before its process is replaced. */
const BROKERS_PATIENCE_MS = 10 * 60_000;

/** kafkajs' own words for a broker that cannot be reached or does not answer; they are not always called retriable. */
const OF_BROKERS = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSGroupCoordinatorNotFound',
]);

const DEEPEST = 5;

/**
 * Counts a consumer's crashes, also those before it has begun. Brokers that come back say for a while that their groups are
 * still being loaded or are somebody else's: that passes, and kafkajs begins anew each time; a process that ended would only
 * have to begin anew, too.
 */
export class CrashTally {
  private crashes: number[] = [];
  private brokersSince: number | undefined;

  /** It is a member of its group. */
  joined(): void {
    this.brokersSince = undefined;
  }

  /** True if the process is not to go on. @param now in milliseconds */
  isTooMuch(error: unknown, now: number): boolean {
    if (isOfBrokers(error)) {
      this.brokersSince ??= now;
      return now - this.brokersSince > BROKERS_PATIENCE_MS;
    }
    this.crashes = [...this.crashes.filter((time) => time > now - CRASH_WINDOW_MS), now];
    return this.crashes.length >= CRASH_LIMIT;
  }
}

/** What it says, or what it wraps, is a broker's word for a moment. */
export function isOfBrokers(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEEPEST) return false;
  if (Reflect.get(error, 'retriable') === true || OF_BROKERS.has(error.name)) return true;
  return isOfBrokers(error.cause, depth + 1) || isOfBrokers(Reflect.get(error, 'originalError'), depth + 1);
}

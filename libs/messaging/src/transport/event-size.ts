import type { NewEvent } from '@people-sync/contracts';

/** Brokers take a record of 1 MiB with its batch; the rest is room for position, key and headers. */
export const MAX_EVENT_BYTES = 1_000_000;

/** What a topic must take at least: the largest event with its key and its batch's header. */
export const LEAST_MESSAGE_BYTES = MAX_EVENT_BYTES + 10_000;

/** An event that no broker would take: once in the event log, it would hold up every event behind it. */
export class EventTooLargeError extends Error {
  override readonly name = 'EventTooLargeError';

  constructor(type: string, bytes: number) {
    super(`${type} has ${bytes} bytes, more than the ${MAX_EVENT_BYTES} that a record may have`);
  }
}

/** @throws EventTooLargeError for the first event that is too large. */
export function checkSizes(events: readonly NewEvent[]): void {
  for (const { json, type } of events) {
    // A UTF-16 unit is at most three bytes: most events need no second look.
    if (json.length * 3 <= MAX_EVENT_BYTES) continue;
    const bytes = Buffer.byteLength(json);
    if (bytes > MAX_EVENT_BYTES) throw new EventTooLargeError(type, bytes);
  }
}

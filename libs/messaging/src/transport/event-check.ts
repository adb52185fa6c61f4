import { isTextJson, type NewEvent } from '@people-sync/contracts';

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

/** An event with a text that no reader could store: its tenant would wait behind it, at every reader. */
export class EventTextError extends Error {
  override readonly name = 'EventTextError';

  constructor(type: string) {
    super(`${type} has a text with a control character or half of a surrogate pair`);
  }
}

/** @throws EventTooLargeError or EventTextError for the first event that must not go out. */
export function checkEvents(events: readonly NewEvent[]): void {
  for (const { json, type } of events) {
    if (!isTextJson(json)) throw new EventTextError(type);
    // A UTF-16 unit is at most three bytes: most events need no second look.
    if (json.length * 3 <= MAX_EVENT_BYTES) continue;
    const bytes = Buffer.byteLength(json);
    if (bytes > MAX_EVENT_BYTES) throw new EventTooLargeError(type, bytes);
  }
}

/** Consuming cannot go on by itself, however often the batch comes again: the process ends with this sentence. */
export class StreamStoppedError extends Error {
  override readonly name: string = 'StreamStoppedError';
}

/** Where the way back is described. */
const MEND = 'stop every service and run provision --realign (docs/operations.md, Backups)';

/**
 * A position is missing in between: the records are not skipped, they are waited for. It closes by itself when a relay
 * publishes again; one that stays means that the log lost events.
 */
export class PositionGapError extends Error {
  override readonly name = 'PositionGapError';

  constructor(topic: string, partition: number, expected: number, got: number) {
    super(`${topic}/${partition}: expected position ${expected}, got ${got}`);
  }
}

/** The batch begins behind the stored place: it is read again from there. */
export class PlaceBehindError extends Error {
  override readonly name = 'PlaceBehindError';

  constructor(
    topic: string,
    partition: number,
    readonly stored: number,
    readonly got: number,
  ) {
    super(`${topic}/${partition}: the batch begins at offset ${got}, but this service stands at ${stored}`);
  }
}

/** The stored place lies behind the end that the batch told of: either the batch is old, or the topic is another one. */
export class PlaceAheadError extends Error {
  override readonly name = 'PlaceAheadError';

  constructor(
    topic: string,
    partition: number,
    readonly stored: number,
    end: number,
  ) {
    super(`${topic}/${partition} ended at offset ${end}, but this service stands at ${stored}`);
  }
}

/** Records that this service had not read are gone from the log. */
export class RecordsGoneError extends StreamStoppedError {
  override readonly name = 'RecordsGoneError';

  constructor(topic: string, partition: number, stored: number, first: number) {
    super(
      `${topic}/${partition} begins at offset ${first}, but this service stands at ${stored}: the log lost ${first - stored} records that were not read yet (retention, or a topic made anew); ${MEND}`,
    );
  }
}

/** The stream was started anew (restore from a backup) and this consumer's place belongs to the old one. */
export class EpochError extends StreamStoppedError {
  override readonly name = 'EpochError';

  constructor(topic: string, partition: number, known: number, got: number) {
    super(`${topic}/${partition} is of epoch ${got}, but this service stands in epoch ${known}: ${MEND}`);
  }
}

/** The partition ends before the stored place: it was made anew, and its next records would be passed over unseen. */
export class TopicRecreatedError extends StreamStoppedError {
  override readonly name = 'TopicRecreatedError';

  constructor(topic: string, partition: number, stored: number, end: number) {
    super(
      `${topic}/${partition} ends at offset ${end}, and is not the log in which this service stands at ${stored}: the topic was made anew; ${MEND}`,
    );
  }
}

/** The topic holds events of this service's stream that its database does not know: the two are of different moments. */
export class TimelineError extends StreamStoppedError {
  override readonly name = 'TimelineError';

  constructor(topic: string, partition: number, position: number, found: number) {
    super(
      `${topic}/${partition} holds an event at position ${found}, but this service's database has come to ${position} only: it was restored to an earlier moment, or the topic is another installation's; ${MEND}`,
    );
  }
}

/** A parked tenant's record still cannot be taken; the tenant stays parked. */
export class StillParkedError extends Error {
  override readonly name = 'StillParkedError';

  constructor(topic: string, tenantId: string, reason: string, options?: ErrorOptions) {
    super(`${tenantId} stays parked on ${topic}: ${reason}`, options);
  }
}

/** Consuming cannot go on by itself, however often the batch comes again: the process ends with this sentence. */
export class StreamStoppedError extends Error {
  override readonly name: string = 'StreamStoppedError';
}

/** A position is missing in between: the records are not skipped, they are waited for. */
export class PositionGapError extends Error {
  override readonly name = 'PositionGapError';

  constructor(topic: string, partition: number, expected: number, got: number) {
    super(`${topic}/${partition}: expected position ${expected}, got ${got}`);
  }
}

/** The stream was started anew (restore from a backup) and this consumer's place belongs to the old one. */
export class EpochError extends StreamStoppedError {
  override readonly name = 'EpochError';

  constructor(topic: string, partition: number, known: number, got: number) {
    super(
      `${topic}/${partition} is of epoch ${got}, but this service stands in epoch ${known}: run 'peoplesync restore'`,
    );
  }
}

/** The partition ends before the stored place: it was made anew, and its next records would be passed over unseen. */
export class TopicRecreatedError extends StreamStoppedError {
  override readonly name = 'TopicRecreatedError';

  constructor(topic: string, partition: number, stored: number, end: number) {
    super(
      `${topic}/${partition} ends at offset ${end}, but this service stands at ${stored}: the topic was made anew; run 'peoplesync restore'`,
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

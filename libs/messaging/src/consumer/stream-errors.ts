/** A position is missing in between: the records are not skipped, they are waited for. */
export class PositionGapError extends Error {
  constructor(topic: string, partition: number, expected: number, got: number) {
    super(`${topic}/${partition}: expected position ${expected}, got ${got}`);
    this.name = 'PositionGapError';
  }
}

/** The stream was started anew (restore from a backup) and this consumer's place belongs to the old one. */
export class EpochError extends Error {
  constructor(topic: string, partition: number, known: number, got: number) {
    super(
      `${topic}/${partition} is of epoch ${got}, but this service stands in epoch ${known}: run 'peoplesync restore'`,
    );
    this.name = 'EpochError';
  }
}

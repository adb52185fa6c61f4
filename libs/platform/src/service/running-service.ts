/** A started service and where it can be reached. */
export interface RunningService {
  readonly name: string;
  /** `http://host:port`. */
  readonly http?: string | undefined;
  /** `host:port`. */
  readonly grpc?: string | undefined;
  /** `http://host:port` of health and metrics. */
  readonly management?: string | undefined;
  /** Stops taking work, finishes what runs, then closes the database. Safe to call twice. */
  close(): Promise<void>;
}

/** A start that failed for a reason somebody can mend; the message is the whole sentence they need. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}

/** A start that was told to wait no longer: what it had opened is closed again, and nothing is wrong. */
export class StartGivenUpError extends StartError {
  override readonly name = 'StartGivenUpError';
}

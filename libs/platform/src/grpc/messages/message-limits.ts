/** How much one message may hold. */
export interface MessageLimit {
  /** Its length. */
  readonly bytes: number;
  /** The messages within it and the values of its lists, all together. */
  readonly entries: number;
}

/** By `Service/Method`, for the few that need more than USUAL. */
export type MessageLimits = Readonly<Record<string, MessageLimit>>;

/** Enough for every request without a list, as over HTTP. */
export const USUAL: MessageLimit = { bytes: 16_384, entries: 100 };

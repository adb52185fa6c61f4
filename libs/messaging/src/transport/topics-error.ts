/** A topic is missing or has another number of partitions; the message says which and what to do. */
export class TopicsError extends Error {
  override readonly name = 'TopicsError';
}

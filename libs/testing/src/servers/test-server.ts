/** A server that tests use, and where it came from. */
export interface TestServer {
  readonly how: 'given' | 'container' | 'embedded';
  /** Database URL of its owner, or `host:port` of the broker. */
  readonly address: string;
  /** Stops what was started for this run; a given server is left alone. */
  stop(): Promise<void>;
}

/** Which of the ways may be tried, in order: given by the environment, containers, embedded. */
export type Way = TestServer['how'];

/**
 * The ways to try, in order. Containers are opt-in on machines without an engine: they are tried when an engine
 * answers, and demanded by `TEST_PROVIDER=docker`.
 */
export function waysToTry(given: string | undefined, provider: string | undefined, engine: boolean): Way[] {
  if (given !== undefined && given !== '') return ['given'];
  if (provider === 'docker') return ['container'];
  if (provider === 'embedded' || !engine) return ['embedded'];
  return ['container', 'embedded'];
}

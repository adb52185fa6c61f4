import {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs';
import { CrashTally } from './crash-tally';

const MINUTE = 60_000;

/** As kafkajs says it after its own tries: the last error is the cause. */
const retriesExceeded = new KafkaJSNumberOfRetriesExceeded(
  Object.assign(new Error('This is not the correct coordinator for this group'), { retriable: true }),
  { retryCount: 5, retryTime: 2000 },
);
const loading = new KafkaJSProtocolError({
  type: 'GROUP_LOAD_IN_PROGRESS',
  code: 14,
  retriable: true,
  message: "The coordinator is loading and hence can't process requests for this group",
} as never);
const cut = new KafkaJSConnectionError('Connection error: write after end');
const own = new KafkaJSNonRetriableError('the consumer was set up wrongly');

describe('a consumer that crashes', () => {
  it('goes on while brokers come back, however often it crashes on them in a minute', () => {
    const tally = new CrashTally();
    const errors = [cut, retriesExceeded, loading];
    for (let n = 0; n < 60; n++) expect(tally.isTooMuch(errors[n % 3], n * 1000)).toBe(false);
  });

  it('is given up when it has crashed on brokers for ten minutes and never became a member', () => {
    const tally = new CrashTally();
    expect(tally.isTooMuch(loading, 0)).toBe(false);
    expect(tally.isTooMuch(loading, 10 * MINUTE)).toBe(false);
    expect(tally.isTooMuch(loading, 10 * MINUTE + 1)).toBe(true);
  });

  it('begins anew once it was a member', () => {
    const tally = new CrashTally();
    tally.isTooMuch(loading, 0);
    tally.joined();
    expect(tally.isTooMuch(loading, 20 * MINUTE)).toBe(false);
  });

  it('is given up at the fifth time in a minute if it is no broker’s fault', () => {
    const tally = new CrashTally();
    const given = [0, 1, 2, 3, 4].map((n) => tally.isTooMuch(own, n * 10_000));
    expect(given).toEqual([false, false, false, false, true]);
    const slower = new CrashTally();
    expect([0, 1, 2, 3, 4, 5].map((n) => slower.isTooMuch(own, n * 20_000))).not.toContain(true);
  });
});

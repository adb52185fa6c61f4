/** Numbers that must raise an alert, and numbers near to them that must not: what was scraped, the newest last. */
export interface AlertCase {
  readonly raises: readonly (readonly string[])[];
  readonly quiet: readonly (readonly string[])[];
  /** Seconds since 1970. */
  readonly now?: number;
}

const tenants = (state: string, failing: number, all = 100): string =>
  `peoplesync_tenants{service="gateway",state="${state}"} ${failing}\npeoplesync_tenants{service="gateway",state="all"} ${all}`;
const ended = (reason: string, count: number): string =>
  `peoplesync_syncs_total{service="gateway",outcome="failed",reason="${reason}"} ${count}`;
const calls = (result: string, bad: number, ok: number): string =>
  ['ok', result]
    .map((one) => `peoplesync_peoplehr_calls_seconds_count{action="a",result="${one}"} ${one === 'ok' ? ok : bad}`)
    .join('\n');
const gauge = (name: string, value: number, labels = ''): string =>
  `peoplesync_${name}{service="writer"${labels}} ${value}`;
const keys = (broken: number, connected: number): string =>
  `peoplesync_connections{state="broken"} ${broken}\npeoplesync_connections{state="connected"} ${connected}`;
const place = (partition: number): string => `,topic="peoplesync.people",partition="${partition}"`;
const consumer = (lag: number, taken: number): string =>
  `${gauge('consumer_lag', lag, place(1))}\n${gauge('consumer_lag', 0, place(2))}\n${gauge('events_consumed_total', taken)}`;
const twice = (text: string): string => `${text.replaceAll('{', '{pod="a",')}\n${text.replaceAll('{', '{pod="b",')}`;
const builds = (...services: readonly string[]): string =>
  services.map((service) => `peoplesync_build_info{service="${service}",version="1",revision="x"} 1`).join('\n');
const all = ['gateway', 'credentials', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer', 'audit'];
const started = (at: number): string => `process_start_time_seconds{service="gateway"} ${at}`;

/** By alert. */
export const alertCases: Readonly<Record<string, AlertCase>> = {
  PeopleSyncCompaniesStuck: { raises: [[tenants('stuck', 1)]], quiet: [[tenants('stuck', 0)], [tenants('held', 5)]] },
  PeopleSyncManyCompaniesFail: {
    raises: [[tenants('failing', 6)], [twice(tenants('failing', 6))], [tenants('failing', 3, 10)]],
    quiet: [
      [tenants('failing', 5)],
      [twice(tenants('failing', 5))],
      [tenants('failing', 2, 3)],
      [tenants('stuck', 50)],
    ],
  },
  PeopleSyncOurFault: {
    raises: [
      [ended('internal-error', 0), ended('internal-error', 1)],
      [ended('other', 4), ended('other', 5)],
    ],
    quiet: [
      [ended('internal-error', 3), ended('internal-error', 3)],
      [ended('unavailable', 0), ended('unavailable', 9)],
      [ended('invalid-api-key', 0), ended('invalid-api-key', 9)],
    ],
  },
  PeopleSyncDatesUnreadable: { raises: [[tenants('unreadable', 1)]], quiet: [[tenants('unreadable', 0)]] },
  PeopleSyncPeopleHrAway: {
    raises: [[calls('unavailable', 0, 0), calls('unavailable', 6, 5)]],
    quiet: [
      [calls('unavailable', 0, 0), calls('unavailable', 5, 6)],
      [calls('unavailable', 0, 0), calls('unavailable', 2, 0)],
      [calls('throttled', 0, 0), calls('throttled', 9, 0)],
    ],
  },
  PeopleSyncPeopleHrThrottles: {
    raises: [[calls('throttled', 0, 0), calls('throttled', 5, 50)]],
    quiet: [[calls('throttled', 0, 0), calls('throttled', 4, 0)]],
  },
  PeopleSyncReadsWait: {
    raises: [
      [gauge('fetch_jobs_seconds', 301, ',state="due"')],
      [gauge('fetch_jobs_seconds', 301, ',state="abandoned"')],
    ],
    quiet: [
      [gauge('fetch_jobs_seconds', 299, ',state="due"')],
      [gauge('fetch_jobs_seconds', 9000, ',state="paused"')],
      [gauge('fetch_jobs_seconds', 900, ',state="running"')],
    ],
  },
  PeopleSyncKeysRefused: { raises: [[keys(3, 50)]], quiet: [[keys(2, 3)], [keys(3, 70)]] },
  PeopleSyncBusAway: { raises: [[gauge('bus_up', 0)]], quiet: [[gauge('bus_up', 1)]] },
  PeopleSyncEventsWait: {
    raises: [[gauge('relay_oldest_seconds', 61)]],
    quiet: [[gauge('relay_oldest_seconds', 59)], [twice(gauge('relay_oldest_seconds', 59))]],
  },
  PeopleSyncNoLeader: {
    raises: [[gauge('relay_leads', 0)], [twice(gauge('relay_leads', 1))], [twice(gauge('relay_leads', 0))]],
    quiet: [
      [gauge('relay_leads', 1)],
      [`${gauge('relay_leads', 1, ',pod="a"')}\n${gauge('relay_leads', 0, ',pod="b"')}`],
    ],
  },
  PeopleSyncNothingConsumed: {
    raises: [[consumer(1, 7), consumer(1, 7)]],
    quiet: [
      [consumer(1, 7), consumer(1, 8)],
      [consumer(0, 7), consumer(0, 7)],
    ],
  },
  PeopleSyncLag: {
    raises: [[consumer(50_001, 0)], [twice(consumer(50_001, 0))]],
    quiet: [[consumer(49_999, 0)], [twice(consumer(30_000, 0))]],
  },
  PeopleSyncBatchStuck: {
    raises: [[gauge('batch_seconds', 91, place(1))]],
    quiet: [[gauge('batch_seconds', 89, place(1))], [gauge('bus_up', 1)]],
  },
  PeopleSyncCompanyParked: { raises: [[gauge('parked_tenants', 1)]], quiet: [[gauge('parked_tenants', 0)]] },
  PeopleSyncParkedShed: { raises: [[gauge('parked_shed', 1)]], quiet: [[gauge('parked_shed', 0)]] },
  PeopleSyncServiceGone: {
    raises: all.map((service) => [builds(...all.filter((one) => one !== service))]),
    quiet: [[builds(...all)], [twice(builds(...all))]],
  },
  PeopleSyncRestarts: {
    raises: [[1, 2, 3, 4, 5].map(started)],
    quiet: [[1, 2, 3, 4, 4].map(started), [1, 1, 1, 1, 1].map(started)],
  },
  PeopleSyncDatabaseAway: {
    raises: [
      [gauge('database_up', 0)],
      [`${gauge('database_up', 1, ',pod="a"')}\n${gauge('database_up', 0, ',pod="b"')}`],
    ],
    quiet: [[gauge('database_up', 1)]],
  },
  PeopleSyncPoolFull: { raises: [[gauge('database_waiting', 1)]], quiet: [[gauge('database_waiting', 0)]] },
  PeopleSyncNeighbourFails: {
    raises: [[0, 20].map((n) => gauge('service_calls_seconds_count', n, ',target="reconciler",code="UNAVAILABLE"'))],
    quiet: [
      [0, 10].map((n) => gauge('service_calls_seconds_count', n, ',target="reconciler",code="UNAVAILABLE"')),
      [0, 900].map((n) => gauge('service_calls_seconds_count', n, ',target="reconciler",code="NOT_FOUND"')),
      [0, 900].map((n) => gauge('service_calls_seconds_count', n, ',target="reconciler",code="OK"')),
    ],
  },
  PeopleSyncTokenEnds: {
    raises: [[gauge('service_token_expiry_seconds', 1299)], [gauge('service_token_expiry_seconds', 900)]],
    quiet: [[gauge('service_token_expiry_seconds', 1301)], [gauge('database_up', 1)]],
    now: 1000,
  },
  PeopleSyncCallsWait: { raises: [[twice(gauge('calls_waiting', 26))]], quiet: [[twice(gauge('calls_waiting', 25))]] },
  PeopleSyncErrorsLogged: {
    raises: [[0, 6].map((n) => gauge('log_lines_total', n, ',level="error"'))],
    quiet: [
      [0, 5].map((n) => gauge('log_lines_total', n, ',level="error"')),
      [0, 500].map((n) => gauge('log_lines_total', n, ',level="warn"')),
    ],
  },
  PeopleSyncEventLoopSlow: {
    raises: [['nodejs_eventloop_lag_p99_seconds{service="gateway"} 0.6']],
    quiet: [
      ['nodejs_eventloop_lag_p99_seconds{service="gateway"} 0.4'],
      ['nodejs_eventloop_lag_p99_seconds{service="of-somebody-else"} 9'],
    ],
  },
  PeopleSyncTwoBuilds: {
    raises: [[`${builds('gateway')}\n${builds('reconciler').replace('"x"', '"y"')}`]],
    quiet: [[builds('gateway', 'reconciler')], [twice(builds(...all))]],
  },
};

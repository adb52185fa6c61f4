import type { ServiceName } from '../database/service-schemas';
import { metric, type Metric } from './metric';

const all = ['gateway', 'credentials', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer', 'audit'] as const;
const reading = ['gateway', 'peoplehr-fetcher', 'reconciler', 'wethrive-writer', 'audit'] as const;
const emitting = ['gateway', 'credentials', 'reconciler', 'wethrive-writer'] as const;
const calling = ['gateway', 'peoplehr-fetcher', 'audit'] as const;
const asking = ['credentials', 'peoplehr-fetcher'] as const;

/** Of calls. */
const QUICK = [0.005, 0.02, 0.1, 0.5, 2, 10] as const;
/** Of answers of PeopleHR: it makes a whole list before the first byte. */
const SLOW = [0.1, 0.5, 2, 10, 30, 90, 300, 900] as const;
/** Of what may wait for people, for days. */
const LONG = [0.5, 2, 10, 60, 300, 1800, 3600, 21_600, 86_400, 604_800] as const;

/**
 * Every metric of PeopleSync's own. What is not here is not exported: a service registers only these, and a test compares
 * what it answers with. No label holds a value of a person, or a company: there are too many; which company it is, is read
 * at `GET /v1/tenants?state=`, and in the log.
 */
export const metrics = {
  // Syncs.
  tenants: metric({
    name: 'peoplesync_tenants',
    type: 'gauge',
    help: 'Companies now, by what they need somebody for; `all`: how many there are',
    labels: ['state'],
    of: 'installation',
    services: ['gateway'],
    look: '`failing`, `stuck`, `unreadable` rise; `held` waits for the customers. Which ones: `GET /v1/tenants?state=`',
  }),
  syncsOpen: metric({
    name: 'peoplesync_syncs_open',
    type: 'gauge',
    help: 'Syncs that are not over, by the step they are in; `approving`: the OK was given, and is not carried out yet',
    labels: ['step'],
    of: 'installation',
    services: ['gateway'],
    look: 'one step grows while the others do not',
  }),
  syncsOpenSeconds: metric({
    name: 'peoplesync_syncs_open_seconds',
    type: 'gauge',
    help: 'How long the oldest of them has been in this step, in seconds',
    labels: ['step'],
    of: 'installation',
    services: ['gateway'],
    look: 'it grows beyond minutes (`held`: beyond days) and does not fall',
  }),
  syncs: metric({
    name: 'peoplesync_syncs_total',
    type: 'counter',
    help: 'Syncs that ended, by how, and why if there is a reason',
    labels: ['outcome', 'reason'],
    of: 'process',
    services: ['gateway'],
    look: '`failed` rises; the reasons are in semantics §1 and the table “When …” of the operations page',
  }),
  syncSeconds: metric({
    name: 'peoplesync_sync_seconds',
    type: 'histogram',
    help: 'From the request of a sync to its end, in seconds; of a held one with the time that people took',
    labels: ['outcome'],
    buckets: LONG,
    of: 'process',
    services: ['gateway'],
    look: 'it takes longer than it did',
  }),
  syncStepSeconds: metric({
    name: 'peoplesync_sync_step_seconds',
    type: 'histogram',
    help: 'How long syncs stayed in a step, told when they leave it, in seconds',
    labels: ['step'],
    buckets: LONG,
    of: 'process',
    services: ['gateway'],
    look: 'syncs take longer: which of the steps it is',
  }),
  // PeopleHR.
  peoplehrSeconds: metric({
    name: 'peoplesync_peoplehr_calls_seconds',
    type: 'histogram',
    help: 'Calls of PeopleHR with the reading of their answer, in seconds, by action and result: `ok`, or the reason',
    labels: ['action', 'result'],
    buckets: SLOW,
    of: 'process',
    services: asking,
    look: 'another result than `ok` rises; the log says what exactly came (`no snapshot`)',
  }),
  jobs: metric({
    name: 'peoplesync_fetch_jobs',
    type: 'gauge',
    help: 'Reads of PeopleHR now: `due` (nobody has taken it), `paused` (to be tried again), `running`, `abandoned` (its process says nothing)',
    labels: ['state'],
    of: 'installation',
    services: ['peoplehr-fetcher'],
    look: '`due` grows: too few fetchers; `abandoned` stays: no fetcher runs',
  }),
  jobsSeconds: metric({
    name: 'peoplesync_fetch_jobs_seconds',
    type: 'gauge',
    help: 'How long ago the oldest of them was asked for, in seconds',
    labels: ['state'],
    of: 'installation',
    services: ['peoplehr-fetcher'],
    look: '`due` or `abandoned` beyond a minute',
  }),
  jobsHeld: metric({
    name: 'peoplesync_fetch_jobs_at_work',
    type: 'gauge',
    help: 'Reads of PeopleHR that this process has: `working`, `waiting` for PeopleHR or memory, `queued` for a place',
    labels: ['state'],
    of: 'process',
    services: ['peoplehr-fetcher'],
    look: '`working` stays at WORKERS while `due` grows: more processes help',
  }),
  // Licences, keys.
  licences: metric({
    name: 'peoplesync_licences',
    type: 'gauge',
    help: 'Of all companies: `seats` that were bought (where there is a limit), people who are `active`, people who are `waiting` for one',
    labels: ['state'],
    of: 'installation',
    services: ['wethrive-writer'],
    look: '`waiting` is above 0: customers need seats',
  }),
  licencesShort: metric({
    name: 'peoplesync_licences_short_tenants',
    type: 'gauge',
    help: 'Companies of which somebody waits for a licence',
    of: 'installation',
    services: ['wethrive-writer'],
    look: 'as `peoplesync_licences{state="waiting"}`',
  }),
  connections: metric({
    name: 'peoplesync_connections',
    type: 'gauge',
    help: 'Companies whose key of PeopleHR works (`connected`), or is refused (`broken`)',
    labels: ['state'],
    of: 'installation',
    services: ['credentials'],
    look: '`broken` rises. Which ones: `GET /v1/tenants?state=broken`',
  }),
  storedKeys: metric({
    name: 'peoplesync_stored_keys',
    type: 'gauge',
    help: 'Keys of PeopleHR that are stored, by the id of the key-encryption key that wraps them, those of KEYRING at 0 too',
    labels: ['key_id'],
    of: 'installation',
    services: ['credentials'],
    look: 'before a key leaves KEYRING: its number has to be 0',
  }),
  // The bus.
  busUp: metric({
    name: 'peoplesync_bus_up',
    type: 'gauge',
    help: '1: Kafka, or the embedded event log, answered this scrape within two seconds; 0: it did not',
    of: 'process',
    services: reading,
    look: 'it is 0: a broker or the way to it is away',
  }),
  relayWaiting: metric({
    name: 'peoplesync_relay_waiting',
    type: 'gauge',
    help: 'Events that are stored and not published yet',
    of: 'installation',
    services: emitting,
    look: 'it grows: Kafka does not take events, or no relay leads',
  }),
  relayAge: metric({
    name: 'peoplesync_relay_oldest_seconds',
    type: 'gauge',
    help: 'How long ago the oldest event was stored that is not published yet, in seconds; 0: everything is published',
    of: 'installation',
    services: emitting,
    look: 'it grows: as above; the log of whoever leads says why',
  }),
  relayLeads: metric({
    name: 'peoplesync_relay_leads',
    type: 'gauge',
    help: '1: the relay of this process publishes for all of the service; 0: another one does, or none',
    of: 'process',
    services: emitting,
    look: 'the sum over a service is not 1',
  }),
  relayHeld: metric({
    name: 'peoplesync_relay_streams_held',
    type: 'gauge',
    help: 'Partitions to which this relay publishes nothing, because they refuse',
    of: 'process',
    services: emitting,
    look: 'it stays above 0: that partition takes nothing; others flow',
  }),
  published: metric({
    name: 'peoplesync_events_published_total',
    type: 'counter',
    help: 'Events that the relay has published',
    of: 'process',
    services: emitting,
    look: 'throughput',
  }),
  consumerLag: metric({
    name: 'peoplesync_consumer_lag',
    type: 'gauge',
    help: 'Records of a partition that the service has not taken yet: from its place in the database to the end of the log',
    labels: ['topic', 'partition'],
    of: 'installation',
    services: reading,
    look: 'it grows: the service is too slow, or held; while no process of it runs, nobody tells it',
  }),
  batchSeconds: metric({
    name: 'peoplesync_batch_seconds',
    type: 'gauge',
    help: 'How long the batch of a partition has been at work in this process, its failed tries and pauses included, in seconds',
    labels: ['topic', 'partition'],
    of: 'process',
    services: reading,
    look: 'it grows beyond a minute: the batch hangs (the process ends itself after two) or fails again and again',
  }),
  partitionsHeld: metric({
    name: 'peoplesync_partitions_held',
    type: 'gauge',
    help: 'Partitions whose last batch failed in this process and comes again',
    of: 'process',
    services: reading,
    look: 'it stays above 0: the log says why',
  }),
  consumed: metric({
    name: 'peoplesync_events_consumed_total',
    type: 'counter',
    help: 'Records that handlers have taken',
    of: 'process',
    services: reading,
    look: 'throughput',
  }),
  passedOver: metric({
    name: 'peoplesync_records_passed_over_total',
    type: 'counter',
    help: 'Records that came again after they had been handled',
    of: 'process',
    services: reading,
    look: 'it rises: a relay was killed, or publishes again',
  }),
  batchRetries: metric({
    name: 'peoplesync_batch_retries_total',
    type: 'counter',
    help: 'Batches that failed and were tried again',
    of: 'process',
    services: reading,
    look: 'it rises steadily',
  }),
  parkedTenants: metric({
    name: 'peoplesync_parked_tenants',
    type: 'gauge',
    help: 'Companies that wait at this service for somebody',
    of: 'installation',
    services: reading,
    look: 'above 0: see “A company is parked”. Which ones: `GET /v1/parked`',
  }),
  parkedSeconds: metric({
    name: 'peoplesync_parked_oldest_seconds',
    type: 'gauge',
    help: 'How long the first of them has waited, in seconds; 0: nobody waits',
    of: 'installation',
    services: reading,
    look: 'it is hours',
  }),
  parkedRecords: metric({
    name: 'peoplesync_parked_records',
    type: 'gauge',
    help: 'Records that wait with them',
    of: 'installation',
    services: reading,
    look: 'it nears 200,000 for one company: what comes beyond is not kept',
  }),
  parkedBytes: metric({
    name: 'peoplesync_parked_bytes',
    type: 'gauge',
    help: 'Bytes of these records',
    of: 'installation',
    services: reading,
    look: 'as above; 256 MB',
  }),
  parkedShed: metric({
    name: 'peoplesync_parked_shed',
    type: 'gauge',
    help: 'Records that were not kept, since there was no room for more',
    of: 'installation',
    services: reading,
    look: 'above 0: the syncs that they are of will be left out as a whole',
  }),
  // Calls.
  calls: metric({
    name: 'peoplesync_call_seconds',
    type: 'histogram',
    help: 'Calls of this process’ HTTP and gRPC, streams until they ended, in seconds; the handler is a method’s name',
    labels: ['door', 'handler', 'outcome'],
    buckets: QUICK,
    of: 'process',
    services: all,
    look: 'calls are slow, or `error` rises',
  }),
  serviceCalls: metric({
    name: 'peoplesync_service_calls_seconds',
    type: 'histogram',
    help: 'Calls that this process made of another service, in seconds, by gRPC’s code',
    labels: ['target', 'code'],
    buckets: QUICK,
    of: 'process',
    services: calling,
    look: '`UNAVAILABLE`, `DEADLINE_EXCEEDED` or `UNAUTHENTICATED` rise: that service is away, slow, or does not believe the token',
  }),
  callsAtWork: metric({
    name: 'peoplesync_calls_at_work',
    type: 'gauge',
    help: 'Calls that are at work',
    of: 'process',
    services: ['gateway'],
    look: 'it stays at CALLS_AT_ONCE',
  }),
  callsWaiting: metric({
    name: 'peoplesync_calls_waiting',
    type: 'gauge',
    help: 'Calls that wait for their turn',
    of: 'process',
    services: ['gateway'],
    look: 'it stays high: companies wait for their turn',
  }),
  // The process.
  build: metric({
    name: 'peoplesync_build_info',
    type: 'gauge',
    help: 'Always 1; which build this process is',
    labels: ['version', 'revision'],
    of: 'process',
    services: all,
    look: 'an upgrade does not come to an end: two versions stay',
  }),
  logLines: metric({
    name: 'peoplesync_log_lines_total',
    type: 'counter',
    help: 'Lines that this process has logged, by level',
    labels: ['level'],
    of: 'process',
    services: all,
    look: '`error` or `fatal` rises: read them',
  }),
  tokenExpiry: metric({
    name: 'peoplesync_service_token_expiry_seconds',
    type: 'gauge',
    help: 'When this service’s own token ends, in seconds since 1970; absent if it has none, or one without an end',
    of: 'process',
    services: all,
    look: 'it comes near: whoever renews SERVICE_TOKEN_FILE does not',
  }),
  databaseUp: metric({
    name: 'peoplesync_database_up',
    type: 'gauge',
    help: '1: the database answered this scrape within two seconds; 0: it did not, and what is asked of it is absent',
    of: 'process',
    services: all,
    look: 'it is 0',
  }),
  databaseConnections: metric({
    name: 'peoplesync_database_connections',
    type: 'gauge',
    help: 'Connections of this process’ pool: `used` and `idle`',
    labels: ['state'],
    of: 'process',
    services: all,
    look: '`used` stays at the maximum',
  }),
  databaseMax: metric({
    name: 'peoplesync_database_connections_max',
    type: 'gauge',
    help: 'How many there may be (DATABASE_POOL_SIZE)',
    of: 'process',
    services: all,
    look: 'beside the one above',
  }),
  databaseWaiting: metric({
    name: 'peoplesync_database_waiting',
    type: 'gauge',
    help: 'Statements of this process that wait for a connection of the pool',
    of: 'process',
    services: all,
    look: 'it stays above 0: a larger pool, or a slow database',
  }),
} as const;

/** Of those that prom-client exports for every Node process, the ones that alerts and dashboards ask for. */
export const nodeMetrics: readonly Pick<Metric, 'name' | 'help' | 'look'>[] = [
  {
    name: 'nodejs_eventloop_lag_p99_seconds',
    help: 'How late timers came since the last scrape, the 99th percentile, in seconds',
    look: 'above a tenth of a second: the process has more to compute than one core can',
  },
  {
    name: 'process_cpu_seconds_total',
    help: 'Processor time, in seconds',
    look: 'its rate is near 1: one core is full',
  },
  { name: 'process_resident_memory_bytes', help: 'Memory, in bytes', look: 'it nears the limit of its container' },
  {
    name: 'process_start_time_seconds',
    help: 'When the process started, in seconds since 1970',
    look: 'it changes again and again: the process ends and is started again',
  },
];

/** Those of one service. */
export const metricsOf = (service: ServiceName): Metric[] =>
  Object.values<Metric>(metrics).filter(({ services }) => services.includes(service));

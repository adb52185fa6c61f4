import { type MoreEnvironment, startDistributed } from './distributed';
import type { Containers } from './containers';
import { startEmbedded } from './embedded';
import type { RunningSystem } from './running-system';

/** What to start. */
export interface SystemOptions {
  /**
   * `distributed`: a process per service and the simulator, on real PostgreSQL and Kafka (`describeReal('postgres',
   * 'kafka')`). `embedded`: what `npm start` starts; needs nothing.
   */
  readonly form: 'distributed' | 'embedded';
  /** Environment beside what the form gives, by process. */
  readonly env?: MoreEnvironment;
  /** Of the distributed form: the folder whose built services run, those that it has; this project by default. */
  readonly from?: string;
  /** Of the distributed form: its services, and the simulator, run as containers, prepared by `provision` as one. */
  readonly containers?: Containers;
  /**
   * Of the distributed form: two of each service, on a PostgreSQL and a Kafka of the system's own. The
   * second gateway is `gateway-2`, with its environment and, beside that, what is given under its own name.
   */
  readonly twins?: boolean;
}

/**
 * Starts PeopleSync as processes, on a database and topics of its own; resolves when everything is ready. The apps must
 * have been built. Its processes end with the caller's.
 * @throws with the end of the log of what does not start; nothing is left running.
 */
export function startSystem({
  form,
  env = {},
  from,
  containers,
  twins = false,
}: SystemOptions): Promise<RunningSystem> {
  return form === 'embedded' ? startEmbedded(env) : startDistributed({ more: env, from, containers, twins });
}

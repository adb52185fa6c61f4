import type { Target } from '@people-sync/testing';
import type { Processes } from './measured';
import type { PlatformDoor } from './platform-door';
import type { SimulatedPeopleHr } from './simulated';

/** The running system, as the scenarios need it. */
export interface Measured {
  readonly processes: Processes;
  readonly door: PlatformDoor;
  readonly peoplehr: SimulatedPeopleHr;
  readonly brokers: readonly string[];
  /** As a superuser. */
  readonly databaseUrl: string;
  /** The process id of the database server's first process. */
  readonly postmaster: number;
  /** Says whether the gateway lives. */
  readonly live: string;
  /** Where an attack goes, as the administrator of this tenant. */
  target(tenant: string): Promise<Target>;
  /** An empty database on the same server, for the floor program. */
  floorDatabase(): Promise<string>;
  /**
   * Runs `work` while reconciler and writer are stopped: they do nothing, and the database's statistics hold everything
   * that they did.
   */
  whileStopped<T>(work: () => Promise<T>): Promise<T>;
}

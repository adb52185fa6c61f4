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
  /** An empty database on the same server, for the floor program. */
  floorDatabase(): Promise<string>;
}

import { CallLog } from './calls/call-log';
import { RateLimits } from './calls/rate-limits';
import { Directory } from './companies/directory';
import { OrderedFaults } from './faults/ordered-faults';
import { RunningQueries } from './queries/running-queries';

/** Everything that one simulated PeopleHR knows. Nothing of it outlives the process. */
export class SimulatedPeopleHr {
  readonly directory: Directory;
  readonly calls = new CallLog();
  readonly limits = new RateLimits();
  readonly faults = new OrderedFaults();
  readonly queries = new RunningQueries();

  /** @param demo whether there is a demo company */
  constructor(readonly demo: boolean) {
    this.directory = new Directory(demo);
  }

  /** As freshly started. */
  reset(): void {
    this.directory.startAgain();
    this.calls.reset();
    this.limits.reset();
    this.faults.clear();
  }
}

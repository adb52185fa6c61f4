import { setMaxListeners } from 'node:events';
import { eventually, type RunningSystem } from '@people-sync/testing';
import { isOnItsWay } from '../doors/customer.client';
import { BusyCompany } from './busy-company';

/** Ends a drill that would never be over; a busy machine may take its time. */
const WITHIN_MS = 600_000;
const STARTED_AT_ONCE = 6;

/** Many companies that are synced all the time. */
export class Load {
  private constructor(
    readonly companies: readonly BusyCompany[],
    private readonly leaving: AbortController,
  ) {}

  /** Of 10 to 20 people each. */
  static async create(system: RunningSystem, count: number): Promise<Load> {
    const companies: BusyCompany[] = [];
    const leaving = new AbortController();
    // Each company that waits for its turn listens.
    setMaxListeners(0, leaving.signal);
    while (companies.length < count) {
      const sizes = Array.from({ length: Math.min(STARTED_AT_ONCE, count - companies.length) }, (_, n) => 10 + 2 * n);
      companies.push(...(await Promise.all(sizes.map((people) => BusyCompany.create(system, people, leaving.signal)))));
    }
    return new Load(companies, leaving);
  }

  /**
   * Lets something happen while all companies are synced in a loop; afterwards each of them comes to the end of a sync that
   * it asked for when it was over. Tells how every sync ended that was asked for meanwhile, by company.
   */
  async during(happens: () => Promise<void>): Promise<ReadonlyMap<BusyCompany, readonly string[]>> {
    for (const company of this.companies) company.begin();
    try {
      await this.eachIsSynced();
      await happens();
      const over = Date.now();
      for (const company of this.companies) company.stop(over);
      await this.eachIsSynced([], over);
    } catch (error) {
      // What is wrong may last: nobody waits for them.
      for (const company of this.companies) company.stop();
      throw error;
    }
    await Promise.all(this.companies.map((company) => company.end()));
    return new Map(
      this.companies.map((company) => [
        company,
        company.turns.map(({ sync: { status, reason } }) => (reason === null ? status : `${status}: ${reason}`)),
      ]),
    );
  }

  /** Nobody asks any more, and who waits for an answer is told that there is none. */
  leave(): void {
    this.leaving.abort(new Error('the drill is over'));
  }

  /** Waits until each company has come to the end of a sync that it asked for since then: from now on. @throws what one was answered that is no answer */
  async eachIsSynced(besides: readonly BusyCompany[] = [], since = Date.now()): Promise<void> {
    await eventually(() => {
      if (this.companies.some(({ gaveUp }) => gaveUp)) return;
      const waiting = this.companies.filter(
        (company) => !besides.includes(company) && !company.turns.some(({ askedAt }) => askedAt >= since),
      );
      if (waiting.length > 0)
        throw new Error(
          `${waiting.length} wait: ${waiting.map(({ customer, state }) => `${customer.tenant} ${state}`).join('; ')}`,
        );
    }, WITHIN_MS);
    await Promise.all(this.companies.filter(({ gaveUp }) => gaveUp).map((company) => company.end()));
  }

  /** Syncs that are neither over nor wait for somebody. */
  async open(): Promise<unknown[]> {
    const all = await Promise.all(this.companies.map(({ customer }) => customer.syncs()));
    return all.flat().filter(isOnItsWay);
  }
}

import { setTimeout as wait } from 'node:timers/promises';
import { aTenantId, eventually, type Installation } from '@people-sync/testing';
import { Customer, type SyncRow } from '../doors/customer.client';

const EMPLOYEES = 40;
/** PeopleHR takes 50 calls of a company in a minute; a sync needs two or three. */
const PAUSE_MS = 2000;
const PATIENCE_MS = 60_000;
const onTheirWay = ['queued', 'requested', 'fetching', 'comparing', 'applying'];

/** What one customer has done, and what came of it. */
interface Worked {
  readonly customer: Customer;
  readonly syncs: SyncRow[];
  /** How many times somebody was changed in PeopleHR. */
  changes: number;
}

/**
 * Customers who go on changing people in PeopleHR, starting syncs and looking at them, all through the gateway's Service.
 * Every call counts: none is tried again.
 */
export class SyncLoad {
  /** What went wrong, one sentence each. */
  readonly failures: string[] = [];
  calls = 0;
  private isOver = false;
  private readonly running: Promise<void>[] = [];
  private readonly worked: Worked[] = [];

  constructor(private readonly on: Installation) {}

  /** Connects so many customers, gives each a first sync, and begins. */
  async begin(customers: number): Promise<void> {
    await Promise.all(
      Array.from({ length: customers }, async (_, seed) => {
        // They come before the load: a machine that is too busy to answer them in time is asked again.
        const customer = await eventually(async () => {
          const made = await Customer.create(this.on, aTenantId(), { employees: EMPLOYEES, seed });
          await made.mustConnect();
          return made;
        }, PATIENCE_MS);
        await customer.sync();
        const worked = { customer, syncs: [], changes: 0 };
        this.worked.push(worked);
        this.running.push(this.work(worked));
      }),
    );
  }

  /** Syncs that have ended so far. */
  get ended(): number {
    return this.worked.reduce((sum, { syncs }) => sum + syncs.length, 0);
  }

  /** Every sync that the customers started, with who did. */
  get syncs(): { tenant: string; sync: SyncRow }[] {
    return this.worked.flatMap(({ customer, syncs }) => syncs.map((sync) => ({ tenant: customer.tenant, sync })));
  }

  /** Lets the syncs that run come to their end. */
  async end(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.running);
  }

  /** Of each customer: how often somebody was changed in PeopleHR, and how often in the People table. */
  changes(): Promise<{ made: number; written: number }[]> {
    return Promise.all(
      this.worked.map(async ({ customer, changes }) => {
        const people = [...(await customer.people()).values()];
        return { made: changes, written: people.reduce((sum, { version }) => sum + version - 1, 0) };
      }),
    );
  }

  private async work(worked: Worked): Promise<void> {
    const { customer, syncs } = worked;
    for (let n = 1; !this.isOver; n++) {
      worked.changes += await customer.changeInPeopleHr(0.25, 'jobRole', `Kiln Technician ${n}`);
      const started = await this.call(customer, 'POST', '/syncs', { mode: 'apply' });
      if (!started) return;
      let sync = started;
      while (onTheirWay.includes(sync.status)) {
        await wait(200);
        const seen = await this.call(customer, 'GET', `/syncs/${sync.syncId}`);
        if (!seen) return;
        sync = seen;
      }
      syncs.push(sync);
      await wait(PAUSE_MS);
    }
  }

  /** One call; a customer whose call fails stops working. */
  private async call(customer: Customer, method: string, path: string, body?: unknown): Promise<SyncRow | undefined> {
    this.calls += 1;
    try {
      const answer = await customer.call(method, path, body);
      if (answer.status < 300) return answer.body as unknown as SyncRow;
      this.failures.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? `, ${error.cause.message}` : '';
      this.failures.push(`${method} ${path}: ${String(error)}${cause}`);
    }
    return undefined;
  }
}

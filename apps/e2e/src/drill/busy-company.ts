import { setTimeout as wait } from 'node:timers/promises';
import { aTenantId, type RunningSystem } from '@people-sync/testing';
import { Customer, isOnItsWay, type SyncRow } from '../doors/customer.client';
import { patientDoor } from '../doors/door';
import { row, staff } from '../doors/staff';

/** Between the end of a sync and the next change: a company that asks without a pause would be limited by PeopleHR. */
const PAUSE_MS = 1_000;
const WATCH_AGAIN_MS = 500;

/** A sync that came to its end, and when its company asked for it. */
export interface Turn {
  readonly askedAt: number;
  readonly sync: SyncRow;
}

/** A small company in which something changes all the time, and which is synced after every change. */
export class BusyCompany {
  /** Since the last `begin`. */
  readonly turns: Turn[] = [];
  private changes = 0;
  private working: Promise<void> | undefined;
  private lastAskedAt: number | undefined;
  /** What it waits for. */
  state = '';
  /** It was answered what is no answer: `end` tells. */
  gaveUp = false;

  private constructor(readonly customer: Customer) {}

  /** Connected, and synced once. */
  static async create(system: RunningSystem, people: number, leaving: AbortSignal): Promise<BusyCompany> {
    const customer = await Customer.create(
      system,
      aTenantId(),
      { rows: staff(people) },
      null,
      patientDoor(system, leaving),
    );
    await customer.mustConnect();
    const company = new BusyCompany(customer);
    const { status } = await company.sync();
    if (status !== 'completed') throw new Error(`the first sync is ${status}`);
    return company;
  }

  /** From now on something changes and is synced, again and again. */
  begin(): void {
    const before = this.working;
    this.working = (async () => {
      await before?.catch(() => undefined);
      this.turns.length = 0;
      this.lastAskedAt = undefined;
      this.gaveUp = false;
      while (await this.turn()) await wait(PAUSE_MS);
    })();
    this.working.catch(() => {
      this.gaveUp = true;
    });
  }

  /** Asks once more if it has not asked since then, and then no more. */
  stop(since = 0): void {
    this.lastAskedAt = since;
  }

  /** Resolves when it asks no more, and the last sync is over. @throws what it was answered that is no answer to it */
  async end(): Promise<void> {
    await this.working;
  }

  /** Whether another one is to come. */
  private async turn(): Promise<boolean> {
    await this.change();
    const askedAt = Date.now();
    this.turns.push({ askedAt, sync: await this.sync() });
    return this.lastAskedAt === undefined || askedAt < this.lastAskedAt;
  }

  /** Asks for a sync, and hears of it until it is over, whichever gateway tells. */
  async sync(): Promise<SyncRow> {
    this.state = 'asks for a sync';
    const { syncId: id } = await this.customer.start();
    for (;;) {
      this.state = `hears of ${id}`;
      await this.customer.watch(id).catch(() => undefined);
      const sync = await this.customer.one(id);
      this.state = `${id} is ${sync.status}`;
      if (!isOnItsWay(sync)) return sync;
      await wait(WATCH_AGAIN_MS);
    }
  }

  /** Somebody joins, leaves, moves, has another address or another job: never so many that it would be asked first. */
  private async change(): Promise<void> {
    const n = ++this.changes;
    const somebody = `PW${1 + (n % 7)}`;
    const put = (employeeId: string, values: Readonly<Record<string, string>>): Promise<void> =>
      this.customer.inPeopleHr('PUT', `/employees/${employeeId}`, values);
    switch (n % 5) {
      case 0:
        return put(`N${n}`, row(`N${n}`));
      case 1:
        return put(somebody, { jobRole: `Glazier ${n}` });
      case 2:
        return put(somebody, { email: `pw.${n}.${somebody.toLowerCase()}@northwind-tiles.example` });
      case 3:
        return n > 5
          ? put(`N${n - 3}`, { status: '2', leavingDate: '2024-01-31' })
          : put(somebody, { location: 'Stoke' });
      default:
        return put(somebody, { department: `Glazing ${n}`, location: 'Stoke' });
    }
  }

  /** The People table, and what it has to be. */
  async tables(): Promise<{ readonly inWeThrive: unknown; readonly inPeopleHr: unknown }> {
    const [people, rows] = await Promise.all([this.customer.people(), this.customer.peopleInPeopleHr()]);
    const inWeThrive = [...people].map(([employeeId, { name, email, team, location, department, status }]) => ({
      employeeId,
      ...(status === 'active' ? { name, email, team, location, department, status } : { status }),
    }));
    const inPeopleHr = rows.map(
      ({ employeeId = '', firstName, lastName, email, jobRole, location, department, status }) => ({
        employeeId,
        ...(status === '1'
          ? { name: `${firstName} ${lastName}`, email, team: jobRole, location, department, status: 'active' }
          : { status: 'inactive' }),
      }),
    );
    const byId = (all: { readonly employeeId: string }[]) =>
      all.sort((one, other) => (one.employeeId < other.employeeId ? -1 : 1));
    return { inWeThrive: byId(inWeThrive), inPeopleHr: byId(inPeopleHr) };
  }
}

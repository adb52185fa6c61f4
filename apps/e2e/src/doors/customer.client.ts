import { eventually, type RunningSystem } from '@people-sync/testing';
import { type Door, plainDoor } from './door';

/** As much of a running PeopleSync as a customer sees, in whatever it runs. */
export type Doors = Pick<RunningSystem, 'http' | 'peoplehr' | 'token'>;

/** A person as the HTTP interface answers them. */
export interface PersonRow {
  readonly personId: string;
  readonly email: string | null;
  readonly name: string;
  readonly team: string | null;
  readonly location: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  readonly unit: string | null;
  readonly status: string;
  readonly version: number;
  readonly orgEmployeeId: string | null;
  readonly notFromPeopleHr: boolean;
}

/** A sync as the HTTP interface answers it. */
export interface SyncRow {
  readonly syncId: string;
  readonly syncNumber: number;
  readonly status: string;
  readonly reason: string | null;
  readonly notNow: boolean;
  readonly leaversOnly: boolean;
  readonly message: string | null;
  readonly seen: number | null;
  readonly planned: Readonly<Record<string, number>> | null;
  readonly applied: Readonly<Record<string, number>> | null;
  readonly planHash: string | null;
  readonly heldBecause: readonly string[];
  readonly supersededBy: string | null;
}

/** What a sync does, would do, or waits to do, as the HTTP interface answers it. */
export interface PlanRow {
  readonly planHash: string;
  readonly state: string;
  readonly outdated: boolean;
  readonly itemCount: number;
  readonly safeguards: readonly { readonly name: string; readonly tripped: boolean; readonly message: string }[];
  readonly groups: readonly { readonly groupId: string; readonly kind: string; readonly count: number }[];
  readonly licences: Readonly<Record<string, number | null>>;
  readonly items: readonly {
    readonly personId: string;
    readonly employeeId: string;
    readonly kind: string;
    readonly leftOut: boolean;
  }[];
}

/** Something that needs a person's attention, as the HTTP interface answers it. */
export interface ProblemRow {
  readonly problemId: string;
  readonly code: string;
  readonly message: string;
  readonly personId: string | null;
  readonly employeeId: string | null;
  readonly otherPersonId: string | null;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** An answer of any status. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const onTheirWay = ['queued', 'requested', 'fetching', 'comparing', 'applying'];

/** A gateway of the version before calls it `id`. */
const syncIn = (body: Answer['body']): SyncRow =>
  ({ ...body, syncId: body['syncId'] ?? body['id'] }) as unknown as SyncRow;

/** The same of a problem. */
const problemIn = (body: Answer['body']): ProblemRow =>
  ({ ...body, problemId: body['problemId'] ?? body['id'] }) as unknown as ProblemRow;

/** Neither over nor waiting for somebody. */
export const isOnItsWay = ({ status }: SyncRow): boolean => onTheirWay.includes(status);

/** One customer company: its tenant in PeopleSync and its company in the simulated PeopleHR. */
export class Customer {
  private constructor(
    private readonly system: Doors,
    readonly tenant: string,
    readonly companyId: number,
    readonly key: string,
    private readonly door: Door,
  ) {}

  /** A new tenant and a new company; not yet connected. */
  static async create(
    system: Doors,
    tenant: string,
    company: Readonly<Record<string, unknown>>,
    seats: number | null = null,
    door: Door = plainDoor(system),
  ): Promise<Customer> {
    const customer = await Customer.onlyInPeopleHr(system, tenant, company, door);
    await customer.mustBe(2, 'PUT', '', { name: tenant, ...(seats === null ? { unlimited: true } : { seats }) });
    return customer;
  }

  /** A new company in PeopleHR, of which PeopleSync knows nothing yet. */
  static async onlyInPeopleHr(
    system: Doors,
    tenant: string,
    company: Readonly<Record<string, unknown>>,
    door: Door = plainDoor(system),
  ): Promise<Customer> {
    const made = await fetch(`${system.peoplehr}/_simulator/companies`, {
      method: 'POST',
      body: JSON.stringify(company),
    });
    if (!made.ok) throw new Error(await made.text());
    const { companyId, key } = (await made.json()) as { companyId: number; key: string };
    return new Customer(system, tenant, companyId, key, door);
  }

  /** The same customer, who comes by another door. */
  through(system: RunningSystem): Customer {
    return new Customer(system, this.tenant, this.companyId, this.key, plainDoor(system));
  }

  /** A call to the gateway below this tenant, as the platform. */
  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.send(method, path, body);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** Hears of every state of a sync until it is over, is held, or the gateway that tells of it ends. */
  async watch(id: string): Promise<void> {
    const response = await this.send('GET', `/syncs/${id}/events`);
    await response.text();
  }

  /** Lets something happen in PeopleHR. */
  async inPeopleHr(method: string, path: string, body: unknown = {}): Promise<void> {
    const response = await fetch(`${this.system.peoplehr}/_simulator/companies/${this.companyId}${path}`, {
      method,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`simulator ${path}: ${await response.text()}`);
  }

  /** Gives a field of that part of the people in PeopleHR another value; how many that are. */
  async changeInPeopleHr(fraction: number, field: string, value: string): Promise<number> {
    const response = await fetch(`${this.system.peoplehr}/_simulator/companies/${this.companyId}/change`, {
      method: 'POST',
      body: JSON.stringify({ fraction, field, value, seed: 1 }),
    });
    if (!response.ok) throw new Error(`simulator change: ${await response.text()}`);
    return ((await response.json()) as { changed: number }).changed;
  }

  /** Everybody as PeopleHR has them. */
  async peopleInPeopleHr(): Promise<readonly Readonly<Record<string, string>>[]> {
    const response = await fetch(`${this.system.peoplehr}/_simulator/companies/${this.companyId}`);
    if (!response.ok) throw new Error(`simulator: ${await response.text()}`);
    return ((await response.json()) as { rows: readonly Readonly<Record<string, string>>[] }).rows;
  }

  /** Orders a fault for this company's key. */
  async fault(fault: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const response = await fetch(`${this.system.peoplehr}/_simulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ key: this.key, fault, ...more }),
    });
    if (!response.ok) throw new Error(`simulator fault: ${await response.text()}`);
  }

  /** Nothing is wrong any more with this company's key. */
  async well(): Promise<void> {
    const response = await fetch(`${this.system.peoplehr}/_simulator/faults/${this.key}`, { method: 'DELETE' });
    if (!response.ok) throw new Error(`simulator faults: ${await response.text()}`);
  }

  connect(key = this.key): Promise<Answer> {
    return this.call('PUT', '/integrations/peoplehr', { apiKey: key });
  }

  /** Connects; fails unless PeopleSync says so. */
  async mustConnect(): Promise<void> {
    await this.mustBe(2, 'PUT', '/integrations/peoplehr', { apiKey: this.key });
  }

  /** Presses the button; the sync as it was started. */
  async start(mode = 'apply'): Promise<SyncRow> {
    return syncIn(await this.mustBe(2, 'POST', '/syncs', { mode }));
  }

  /** Presses the button and waits for the end. */
  async sync(mode = 'apply'): Promise<SyncRow> {
    return this.ended((await this.start(mode)).syncId);
  }

  /** Every sync, newest first. */
  async syncs(limit = 500): Promise<readonly SyncRow[]> {
    const { items } = (await this.mustBe(2, 'GET', `/syncs?limit=${limit}`)) as unknown as Page<Answer['body']>;
    return items.map(syncIn);
  }

  /** A sync as it is now. */
  async one(id: string): Promise<SyncRow> {
    return syncIn(await this.mustBe(2, 'GET', `/syncs/${id}`));
  }

  /** Waits until a sync has ended. */
  ended(id: string, withinMs = 120_000): Promise<SyncRow> {
    return eventually(async () => {
      const sync = await this.one(id);
      if (isOnItsWay(sync)) throw new Error(`the sync is still ${sync.status}`);
      return sync;
    }, withinMs);
  }

  /** What a sync's plan is now. */
  async plan(syncId: string): Promise<PlanRow> {
    return (await this.mustBe(2, 'GET', `/syncs/${syncId}/plan?limit=500`)) as unknown as PlanRow;
  }

  /** Gives the OK to what a held sync found, but for these people, and waits for the end of the sync that is applied. */
  async approve({ syncId, planHash, ...sync }: SyncRow, leftOut: readonly string[] = []): Promise<SyncRow> {
    // Whom a gateway of the version before calls `exclude`.
    const ok = { planHash, [Object.hasOwn(sync, 'syncNumber') ? 'leftOut' : 'exclude']: leftOut };
    return this.ended(syncIn(await this.mustBe(2, 'POST', `/syncs/${syncId}/approve`, ok)).syncId);
  }

  /** What is open, of everybody. */
  async problems(): Promise<readonly ProblemRow[]> {
    const page = await this.mustBe(2, 'GET', '/problems?state=open');
    return (page as unknown as Page<Answer['body']>).items.map(problemIn);
  }

  /** Settles a case; its id, to undo it. */
  async decide(decision: Readonly<Record<string, unknown>>): Promise<string> {
    return ((await this.mustBe(2, 'POST', '/decisions', decision)) as unknown as { decisionId: string }).decisionId;
  }

  /** The statuses in the People table, by EmployeeId. */
  async statuses(): Promise<Record<string, string>> {
    return Object.fromEntries([...(await this.people())].map(([employeeId, { status }]) => [employeeId, status]));
  }

  /** Everybody in the People table, by EmployeeId. */
  async people(): Promise<Map<string, PersonRow>> {
    const all = new Map<string, PersonRow>();
    let cursor: string | null = null;
    do {
      const path: string = `/people?limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = (await this.mustBe(2, 'GET', path)) as unknown as Page<PersonRow>;
      for (const person of page.items) all.set(person.orgEmployeeId ?? person.personId, person);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return all;
  }

  private send(method: string, path: string, body?: unknown): Promise<Response> {
    return this.door(`/v1/tenants/${this.tenant}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.system.token}`,
        'content-type': 'application/json',
        'acting-user': 'grace.hopwood',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  private async mustBe(
    hundreds: number,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Readonly<Record<string, unknown>>> {
    const answer = await this.call(method, path, body);
    if (Math.floor(answer.status / 100) !== hundreds)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

import { eventually, type RunningSystem } from '@people-sync/testing';

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
}

/** A sync as the HTTP interface answers it. */
export interface SyncRow {
  readonly id: string;
  readonly number: number;
  readonly status: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly problems: number;
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

/** One customer company: its tenant in PeopleSync and its company in the simulated PeopleHR. */
export class Customer {
  private constructor(
    private readonly system: RunningSystem,
    readonly tenant: string,
    readonly companyId: number,
    readonly key: string,
  ) {}

  /** A new tenant and a new company; not yet connected. */
  static async create(
    system: RunningSystem,
    tenant: string,
    company: Readonly<Record<string, unknown>>,
    seats: number | null = null,
  ): Promise<Customer> {
    const made = await fetch(`${system.peoplehr}/_simulator/companies`, {
      method: 'POST',
      body: JSON.stringify(company),
    });
    if (!made.ok) throw new Error(await made.text());
    const { companyId, key } = (await made.json()) as { companyId: number; key: string };
    const customer = new Customer(system, tenant, companyId, key);
    await customer.mustBe(2, 'PUT', '', { name: tenant, seats });
    return customer;
  }

  /** A call to the gateway below this tenant, as the platform. */
  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.system.http}/v1/tenants/${this.tenant}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.system.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  /** Lets something happen in PeopleHR. */
  async inPeopleHr(method: string, path: string, body: unknown = {}): Promise<void> {
    const response = await fetch(`${this.system.peoplehr}/_simulator/companies/${this.companyId}${path}`, {
      method,
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`simulator ${path}: ${await response.text()}`);
  }

  /** Orders a fault for this company's key. */
  async fault(fault: string, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const response = await fetch(`${this.system.peoplehr}/_simulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ key: this.key, fault, ...more }),
    });
    if (!response.ok) throw new Error(`simulator fault: ${await response.text()}`);
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
    return (await this.mustBe(2, 'POST', '/syncs', { mode })) as unknown as SyncRow;
  }

  /** Presses the button and waits for the end. */
  async sync(mode = 'apply'): Promise<SyncRow> {
    return this.ended((await this.start(mode)).id);
  }

  /** Waits until a sync has ended. */
  ended(id: string, withinMs = 120_000): Promise<SyncRow> {
    return eventually(async () => {
      const sync = (await this.mustBe(2, 'GET', `/syncs/${id}`)) as unknown as SyncRow;
      if (onTheirWay.includes(sync.status)) throw new Error(`the sync is still ${sync.status}`);
      return sync;
    }, withinMs);
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

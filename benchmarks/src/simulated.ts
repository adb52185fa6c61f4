import type { FloorTenant } from './floor/floor';

/** The simulator's control interface, as far as the benchmark needs it. */
export class SimulatedPeopleHr {
  constructor(readonly url: string) {}

  /** Makes a company; returns its id and key. */
  async company(employees: number, seed: number): Promise<{ companyId: number; key: string }> {
    return (await this.call('POST', '/companies', { employees, seed })) as { companyId: number; key: string };
  }

  /** Gives a part of everybody another job role. */
  async change(companyId: number, fraction: number, seed: number): Promise<number> {
    const { changed } = (await this.call('POST', `/companies/${companyId}/change`, {
      fraction,
      field: 'jobRole',
      seed,
    })) as { changed: number };
    return changed;
  }

  /** Takes the address of so many people away. @returns how many had one */
  async blankAddresses(companyId: number, people: number, of: number): Promise<number> {
    const { changed } = (await this.call('POST', `/companies/${companyId}/change`, {
      fraction: people / of,
      field: 'email',
      seed: 1,
      value: '',
    })) as { changed: number };
    return changed;
  }

  /** From now on each call of this key is answered so; `undefined`: as it should be. */
  async answers(key: string, fault: Readonly<Record<string, unknown>> | undefined): Promise<void> {
    await this.call('DELETE', `/faults/${key}`);
    if (fault) await this.call('POST', '/faults', { ...fault, key, times: null });
  }

  /** No limit: the benchmark asks more often than a customer may. */
  async unlimited(): Promise<void> {
    await this.call('PUT', '/limits', { perMinute: 1_000_000 });
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/_simulator${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`simulator ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}

/** Runs `work` on every item, `lanes` at once. */
export async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: Math.min(lanes, queue.length) }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}

/** A tenant of the benchmark with its company. */
export interface BenchTenant extends FloorTenant {
  readonly companyId: number;
}

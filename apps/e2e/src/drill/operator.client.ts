import type { Metric } from '@people-sync/platform';
import { expositionIn, type ProcessName, type RunningSystem, valuesOf } from '@people-sync/testing';

/** What whoever runs PeopleSync sees of it: health, metrics, and the platform's lists. */
export class Operator {
  constructor(private readonly system: RunningSystem) {}

  /** `ready`, what is missing, or `away`. */
  async readiness(name: ProcessName): Promise<string> {
    const response = await fetch(`${this.system.managementOf(name)}/health/ready`).catch(() => undefined);
    if (!response) return 'away';
    const text = await response.text();
    return response.ok ? 'ready' : text;
  }

  /**
   * A metric's number, of a histogram how often, over these processes and all series with these labels; 0: there is none.
   * @throws if one of them does not tell this metric
   */
  async metric(
    processes: readonly ProcessName[],
    { name, type }: Metric,
    labels: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const told = await Promise.all(
      processes.map(async (process) => {
        const response = await fetch(`${this.system.managementOf(process)}/metrics`);
        const exposition = expositionIn(await response.text());
        if (!exposition.types.has(name)) throw new Error(`${process} does not tell ${name}`);
        return valuesOf(exposition, type === 'histogram' ? `${name}_count` : name, labels);
      }),
    );
    return told.flat().reduce((sum, value) => sum + value, 0);
  }

  /** One call as the platform, to one gateway, once. */
  async ask(path: string, method = 'GET', door = this.system.http): Promise<{ status: number; body: Answered }> {
    const headers = { authorization: `Bearer ${this.system.token}`, 'acting-user': 'grace.hopwood' };
    const response = await fetch(door + path, { method, headers });
    return { status: response.status, body: (await response.json()) as Answered };
  }

  /** The tenants of a list of those who need somebody. @throws if it is not told */
  async inNeed(state: string): Promise<readonly (string | undefined)[]> {
    const { status, body } = await this.ask(`/v1/tenants?state=${state}&limit=500`);
    if (status !== 200 || !body.items) throw new Error(`the list of ${state} is answered ${status}`);
    return body.items.map(({ tenant }) => tenant);
  }
}

interface Answered {
  readonly type?: string;
  readonly items?: readonly {
    readonly parkedId?: string;
    readonly tenant?: string;
    readonly service?: string;
    readonly code?: string;
  }[];
  readonly flows?: boolean;
  readonly skipped?: number;
}

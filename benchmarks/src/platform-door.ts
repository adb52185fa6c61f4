import { setTimeout as wait } from 'node:timers/promises';

const POLL_MS = 50;

/** The gateway's HTTP interface, as the main platform uses it. */
export class PlatformDoor {
  constructor(
    private readonly http: string,
    private readonly token: string,
  ) {}

  async createTenant(tenantId: string): Promise<void> {
    await this.call('PUT', `/v1/tenants/${tenantId}`, { name: tenantId, unlimited: true });
  }

  async connect(tenantId: string, apiKey: string): Promise<void> {
    await this.call('PUT', `/v1/tenants/${tenantId}/integrations/peoplehr`, { apiKey });
  }

  /** Starts a sync; returns its id. */
  async sync(tenantId: string): Promise<string> {
    const { syncId } = (await this.call('POST', `/v1/tenants/${tenantId}/syncs`, { mode: 'apply' })) as {
      syncId: string;
    };
    return syncId;
  }

  /** Follows a sync's server-sent events until the stream ends; returns the last status. */
  async watch(tenantId: string, syncId: string): Promise<string> {
    const response = await fetch(`${this.http}/v1/tenants/${tenantId}/syncs/${syncId}/events`, {
      headers: this.headers(),
    });
    const text = await response.text();
    return [...text.matchAll(/"status":"([a-z-]+)"/g)].at(-1)?.[1] ?? '';
  }

  /**
   * Has a company's record checked, and waits for it.
   * @returns how many seconds it took
   * @throws if it found anything, or came to no end
   */
  async checkRecord(tenantId: string): Promise<number> {
    const path = `/v1/tenants/${tenantId}/audit/replays`;
    const { replayId } = (await this.call('POST', path, {})) as { replayId: string };
    for (;;) {
      const response = await fetch(`${this.http}${path}/${replayId}`, { headers: this.headers() });
      const replay = (await response.json()) as {
        status: string;
        message: string;
        differenceCount: number;
        startedAt: string;
        finishedAt: string;
      };
      if (replay.status === 'completed' && replay.differenceCount === 0)
        return (Date.parse(replay.finishedAt) - Date.parse(replay.startedAt)) / 1000;
      if (['completed', 'failed'].includes(replay.status)) throw new Error(replay.message);
      await wait(POLL_MS);
    }
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
  }

  private async call(method: string, path: string, body: unknown): Promise<unknown> {
    const response = await fetch(this.http + path, { method, headers: this.headers(), body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}

import type { Server } from 'node:http';
import { HealthChecks, listenForManagement, managementHandler, type RunningService } from '@people-sync/platform';
import { mergedNumbers } from './merged-numbers';

/** A service in the same process answers at once, or is in trouble. */
const ANSWER_MS = 2_500;

/** One port for the health and the numbers of all services in the process. It answers before any of them is started. */
export class SingleManagement {
  private readonly health = new HealthChecks();
  private readonly services: string[] = [];
  private server: Server | undefined;

  async listen(port: number, host: string): Promise<void> {
    const numbers = { contentType: 'text/plain; version=0.0.4; charset=utf-8', metrics: () => this.metrics() };
    this.server = await listenForManagement(managementHandler(this.health, numbers), port, host);
  }

  /** `http://host:port`. */
  get address(): string {
    const address = this.server?.address() ?? null;
    if (address === null || typeof address === 'string') throw new Error('health and metrics have no port');
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return `http://${host}:${address.port}`;
  }

  /** What the start waits for; undefined if it goes on. */
  waitsFor(sentence: string | undefined): void {
    this.health.waitsFor(sentence);
  }

  /** From now on ready only if this service is. */
  add({ name, management }: RunningService): void {
    if (management === undefined) throw new Error(`${name} tells nobody how it is`);
    this.services.push(management);
    this.health.add(name, async () => {
      const { ok } = await asked(`${management}/health/ready`);
      if (!ok) throw new Error(`${name} is not ready`);
    });
  }

  started(): void {
    this.health.started();
  }

  /** Not ready any more; it goes on telling so. */
  stop(): void {
    this.health.stop();
  }

  close(): void {
    this.server?.close();
  }

  private async metrics(): Promise<string> {
    const answers = await Promise.all(this.services.map(async (service) => (await asked(`${service}/metrics`)).text()));
    return mergedNumbers(answers);
  }
}

const asked = (url: string): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });

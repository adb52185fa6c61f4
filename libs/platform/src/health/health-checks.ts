/** Resolves if the part works; rejects, with the reason for operators, if the service should get no traffic. */
export type HealthCheck = () => Promise<void> | void;

/** What must work for the service to be ready. Parts add their check when they come up. */
export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();
  private state: 'starting' | 'up' | 'stopping' = 'starting';
  private waiting: string | undefined;

  add(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** What the start waits for, a sentence; undefined if it goes on. */
  waitsFor(sentence: string | undefined): void {
    this.waiting = sentence;
  }

  get waitingFor(): string | undefined {
    return this.state === 'starting' ? this.waiting : undefined;
  }

  /** Whether the start is through; it stays so, whatever becomes of its parts. */
  get hasStarted(): boolean {
    return this.state !== 'starting';
  }

  /** Every door is open and consumers run; before this nothing is ready, whatever the checks say. */
  started(): void {
    if (this.state === 'starting') this.state = 'up';
  }

  /** From now on not ready: the balancer sends no new work while running work ends. */
  stop(): void {
    this.state = 'stopping';
  }

  /** Names of what does not work; empty when ready. A check that takes more than 3 s has failed. */
  async failing(): Promise<string[]> {
    if (this.state !== 'up') return [this.state];
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => ((await works(check)) ? [] : [name])),
    );
    return results.flat();
  }
}

async function works(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 3_000);
  });
  const checked = async () => {
    await check();
    return true;
  };
  try {
    return await Promise.race([checked(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

import type { ChildProcess } from 'node:child_process';

/** Longer than any proper end takes. */
const END_MS = 60_000;

/** Whether a process has ended, or never was because its program is missing. */
export const hasEnded = (server: ChildProcess): boolean =>
  server.pid === undefined || server.exitCode !== null || server.signalCode !== null;

/** The processes of a server, and what must go when they have ended. They end with this process at the latest. */
export class StartedServers {
  private readonly running = new Map<ChildProcess, NodeJS.Signals>();
  private readonly onExit = (): void => {
    for (const server of this.running.keys()) server.kill('SIGKILL');
  };

  constructor(private readonly cleanUp: () => Promise<void>) {
    process.once('exit', this.onExit);
  }

  /** `signal` is the one that ends it properly. */
  add(server: ChildProcess, signal: NodeJS.Signals): void {
    this.running.set(server, signal);
    server.once('exit', () => this.running.delete(server));
    // A program that is not there says so here; hasEnded tells whoever waits for it.
    server.once('error', () => this.running.delete(server));
  }

  /** Does `start`; whatever it had started is ended at once if it fails. */
  async orStop<T>(start: () => Promise<T>): Promise<T> {
    try {
      return await start();
    } catch (error) {
      await this.end('SIGKILL');
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    process.removeListener('exit', this.onExit);
    await this.end();
    await this.cleanUp();
  }

  /** Ends what runs, by its own signal or by the one given, by SIGKILL at last; leaves the rest for another start. */
  async end(signal?: NodeJS.Signals): Promise<void> {
    await Promise.all(
      [...this.running].map(async ([server, proper]) => {
        const ended = new Promise((resolve) => server.once('exit', resolve));
        if (!server.kill(signal ?? proper)) return;
        const late = setTimeout(() => server.kill('SIGKILL'), END_MS);
        await ended;
        clearTimeout(late);
      }),
    );
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The fetcher as a process of its own, as it is built: what ends a process ends this one only. */
export class FetcherProcess {
  private readonly child: ChildProcess;
  /** Address of health and metrics, once it is up. Rejects, with what it printed, if it ends before. */
  readonly up: Promise<string>;
  /** Resolves when it is no more. */
  readonly ended: Promise<unknown>;

  constructor(environment: Record<string, string>) {
    const main = join(__dirname, '../../dist/main.js');
    const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    this.child = child;
    this.ended = once(child, 'exit');
    let printed = '';
    this.up = new Promise<string>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', () => reject(new Error(`not up: ${printed}`)));
      child.stderr.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
        if (address !== undefined) resolve(address);
      });
    });
    // Whoever does not ask whether it came up is not told that it did not.
    this.up.catch(() => undefined);
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** At once, as a machine without memory does it. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

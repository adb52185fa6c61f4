import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '@people-sync/platform';
import { mortal } from '../servers/mortal';
import { hasEnded, type StartedServers } from '../servers/started-servers';
import { waitFor } from '../servers/wait-for';
import type { ProcessName } from './process-names';

const START_MS = 180_000;
const LOG_TAIL = 2000;
const project = join(__dirname, '..', '..', '..', '..');

/** How to run one process of the system; the same at every start, but for environment that a start adds. */
export interface ProcessPlan {
  /** As in the system; of its log and its process id. */
  readonly name: ProcessName;
  /** The app's folder; the name by default. */
  readonly app?: string;
  /** Where its HTTP is, if it has one of a gateway's. */
  readonly http?: string | undefined;
  /** Where its health and metrics are, for whoever asks. */
  readonly management?: string;
  /** `host:port` of its gRPC, for whoever asks. */
  readonly grpc?: string;
  /** The project in which the app was built; this one by default. */
  readonly from?: string | undefined;
  /** Runs instead of the built app, with no environment but what it has in itself. */
  readonly command?: readonly [program: string, args: readonly string[]] | undefined;
  readonly env: Environment;
  /** Where its log and its process id go. */
  readonly folder: string;
  /** Resolves when it answers. */
  ready(): Promise<void>;
}

/** What is different at one start. */
export interface Start {
  /** Another project in which the app was built: another version of it, for this start. */
  readonly from?: string | undefined;
  /** Beside what it has; stays for the starts that follow. */
  readonly env?: Environment;
}

/** One process of the running system. */
export class SystemProcess {
  private child: ChildProcess | undefined;
  private isEnding = false;
  private complaint: string | undefined;
  private env: Environment;

  constructor(
    private readonly plan: ProcessPlan,
    private readonly started: StartedServers,
  ) {
    this.env = plan.env;
  }

  get http(): string | undefined {
    return this.plan.http;
  }

  get management(): string {
    return this.plan.management ?? '';
  }

  get grpc(): string {
    return this.plan.grpc ?? '';
  }

  /** Whether the version that it is of has such a program. */
  get isThere(): boolean {
    return existsSync(this.mainOf(this.plan.from ?? project));
  }

  get runs(): boolean {
    return this.child !== undefined && !hasEnded(this.child);
  }

  /** @throws if it does not run. */
  get pid(): number {
    if (this.child?.pid === undefined || hasEnded(this.child)) throw new Error(`${this.plan.name} does not run`);
    return this.child.pid;
  }

  /** What it has written since the system began, over all its starts. */
  get log(): string {
    return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
  }

  /** Set if it ended although nobody told it to, or not cleanly when told to: a sentence with the end of its log. */
  get misbehaved(): string | undefined {
    return this.complaint;
  }

  /** Starts it; resolves when it is ready. @throws with the end of its log if it ends before. */
  async start({ from = this.plan.from, env = {} }: Start = {}): Promise<void> {
    const { name, folder, ready, command = this.built(from) } = this.plan;
    this.env = { ...this.env, ...env };
    const log = openSync(this.logFile, 'a');
    const child = spawn(...mortal(...command), {
      env: { PATH: process.env['PATH'], ...(this.plan.command ? {} : this.env) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.child = child;
    this.isEnding = false;
    this.started.add(child, 'SIGTERM');
    writeFileSync(join(folder, `${name}.pid`), String(child.pid));
    child.once('exit', (code, signal) => {
      if (this.isEnding && (code === 0 || signal === 'SIGKILL')) return;
      const how = this.isEnding ? 'did not stop cleanly' : 'ended by itself';
      this.complaint = `${name} ${how} (${signal ?? `code ${code}`}):\n${this.log.slice(-LOG_TAIL)}`;
    });
    const watched = { ended: () => hasEnded(child), log: () => readFile(this.logFile, 'utf8') };
    await waitFor(name, START_MS, ready, watched);
  }

  /** Starts it although it has to end by itself, before or after it is ready; resolves with what it said. */
  async startInVain(): Promise<string> {
    const before = this.log.length;
    await this.start().catch(() => undefined);
    const { child } = this;
    if (child && !hasEnded(child)) await new Promise((resolve) => child.once('exit', resolve));
    this.complaint = undefined;
    return this.log.slice(before);
  }

  /** Ends it and resolves when it is gone: SIGKILL as a crash would, SIGTERM as an operator would. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.willEnd();
    const { child } = this;
    if (!child || hasEnded(child)) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  /** From now on its end is no fall. */
  willEnd(): void {
    this.isEnding = true;
  }

  /** The folder as an argument marks the process as ours, for the sweep. */
  private built(from = project): readonly [string, readonly string[]] {
    const { name, app = name, folder } = this.plan;
    const main = this.mainOf(from);
    if (!existsSync(main)) throw new Error(`apps/${app} is not built: run 'npm run build' first`);
    return [process.execPath, ['--enable-source-maps', main, folder]];
  }

  private mainOf(from: string): string {
    return join(from, 'apps', this.plan.app ?? this.plan.name, 'dist', 'main.js');
  }

  private get logFile(): string {
    return join(this.plan.folder, `${this.plan.name}.log`);
  }
}

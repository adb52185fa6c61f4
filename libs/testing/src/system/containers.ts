import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '@people-sync/platform';

const run = promisify(execFile);

/** Whom the chart's pods run as. */
const USER = 10001;

/** The chart's security context, as an engine takes it; seccomp is the engine's default, as RuntimeDefault is. */
const CONTEXT = [
  ...['--user', `${USER}:${USER}`, '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  ...['--tmpfs', '/tmp:rw,noexec,nosuid,nodev,size=64m,mode=1777', '--pids-limit', '200', '--network', 'host'],
];

/** Programs whose word for the image is another than their folder's name. */
const WORDS: Readonly<Record<string, string>> = { 'peoplehr-simulator': 'simulator' };

/** How a container ended. */
export interface ContainerEnd {
  readonly code: number;
  readonly ranOutOfMemory: boolean;
}

/** Runs the programs of an image in the chart's security context, on the host's network. */
export class Containers {
  private readonly prefix = `peoplesync-test-${randomBytes(4).toString('hex')}`;
  private readonly names: string[] = [];

  /**
   * @param image its name.
   * @param engine its address, as in DOCKER_HOST.
   */
  constructor(
    readonly image: string,
    private readonly engine: string,
  ) {}

  /**
   * What to run for a program, in the foreground: signals go to it, and it ends as the program does.
   * @param folder that it reads, where it is on this machine.
   */
  command(program: string, env: Environment, folder?: string): readonly [string, readonly string[]] {
    const name = `${this.prefix}-${program}`;
    this.names.push(name);
    const given = Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : ['-e', `${key}=${value}`]));
    const mounted = folder === undefined ? [] : ['-v', `${folder}:${folder}:ro`];
    const args = ['run', '--name', name, ...CONTEXT, ...mounted, ...given, this.image, WORDS[program] ?? program];
    return ['docker', ['-H', this.engine, ...args]];
  }

  /** Runs a program that ends by itself. @throws with what it wrote if it does not end well. */
  async once(program: string, env: Environment): Promise<void> {
    const [docker, args] = this.command(program, env);
    await run(docker, [...args]);
  }

  /** Asks the engine. @returns what it wrote. @throws with its reason. */
  async ask(...args: string[]): Promise<string> {
    const { stdout } = await run('docker', ['-H', this.engine, ...args], { maxBuffer: 16 * 1024 * 1024 });
    return stdout.trim();
  }

  /** How a program's container ended. */
  async endOf(program: string): Promise<ContainerEnd> {
    const format = '{{.State.ExitCode}} {{.State.OOMKilled}}';
    const [code, killed] = (await this.ask('inspect', '-f', format, `${this.prefix}-${program}`)).split(' ');
    return { code: Number(code), ranOutOfMemory: killed === 'true' };
  }

  /** Gives a folder of root's, with secrets in it, to the containers' user. */
  async mayRead(folder: string): Promise<void> {
    for (const name of await readdir(folder)) await chown(join(folder, name), USER, USER);
    await chown(folder, USER, USER);
  }

  /** Ends and removes what was run. */
  async remove(): Promise<void> {
    if (this.names.length > 0) await this.ask('rm', '--force', ...this.names.splice(0));
  }
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Program } from './programs';

const root = join(__dirname, '../../../..');

/** How a program ended. */
export interface Ended {
  readonly code: number;
  /** What it wrote, on both channels. */
  readonly output: string;
}

/** A folder in which the programs of a page are compiled and run, with the packages of this repository. */
export class Workshop {
  private constructor(private readonly folder: string) {}

  static async open(programs: readonly Program[]): Promise<Workshop> {
    // Within the repository, so that packages are found as from anywhere in it.
    const workshop = new Workshop(await mkdtemp(join(root, 'node_modules', '.guide-')));
    for (const { name, text } of programs) await writeFile(join(workshop.folder, name), text);
    return workshop;
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** Compiles what is TypeScript, under strict; what the compiler says is the output. */
  async compile(): Promise<Ended> {
    const options = {
      target: 'es2023',
      module: 'nodenext',
      moduleResolution: 'nodenext',
      strict: true,
      noUncheckedIndexedAccess: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    const config = { compilerOptions: options, include: ['*.mts'] };
    await writeFile(join(this.folder, 'tsconfig.json'), JSON.stringify(config));
    return this.run(process.execPath, [join(root, 'node_modules/.bin/tsc'), '-p', '.'], {});
  }

  /** Runs one, of a shell, of Python or compiled. */
  program(name: string, env: Readonly<Record<string, string>>, python = 'python3'): Promise<Ended> {
    if (name.endsWith('.mts')) return this.run(process.execPath, [name.replace(/\.mts$/, '.mjs')], env);
    if (name.endsWith('.py')) return this.run(python, [name], env);
    const path = [dirname(python), process.env['PATH'] ?? ''].join(delimiter);
    return this.run('bash', ['-euo', 'pipefail', name], { ...env, PATH: path });
  }

  private run(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Ended> {
    return new Promise((resolve) => {
      execFile(
        command,
        args,
        { cwd: this.folder, env: { ...process.env, ...env }, maxBuffer: 10_000_000 },
        (error, stdout, stderr) => {
          const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
          resolve({ code, output: stdout + stderr });
        },
      );
    });
  }
}

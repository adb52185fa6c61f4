import type { Environment } from '../config/environment';
import { fail } from './run.main';

/** What a program says, and how it ends. */
export interface Outcome {
  /** For standard output. */
  readonly lines: readonly string[];
  /** 0: well. */
  readonly code: number;
}

/**
 * The whole `main.ts` of a program that does one thing and ends: with the words after its name, from the process'
 * environment. What fails prints one sentence and ends with code 1.
 */
export function runOnce(name: string, work: (env: Environment, words: readonly string[]) => Promise<Outcome>): void {
  work(process.env, process.argv.slice(2)).then(
    ({ lines, code }) => {
      process.exitCode = code;
      process.stdout.write(lines.map((line) => `${name}: ${line}\n`).join(''));
    },
    (error: unknown) => fail(name, error),
  );
}

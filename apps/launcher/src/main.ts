import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programsIn } from './programs';

/**
 * The image's one command: the first word is the program, the rest is the program's (`gateway`, `provision --check`).
 * The program runs in this process, so it gets every signal itself.
 */
async function main(): Promise<void> {
  const programs = programsIn(join(__dirname, '..', '..'));
  const word = process.argv[2] ?? '';
  const program = programs.get(word);
  if (program === undefined) {
    process.stderr.write(`people-sync: name what to run: ${[...programs.keys()].join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  // The first process of a container ignores every signal that it does not listen to. A program that is not up yet, or
  // never listens, has nothing to drain.
  for (const [signal, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
  }
  process.argv.splice(1, 2, program);
  await import(pathToFileURL(program).href);
}

void main();

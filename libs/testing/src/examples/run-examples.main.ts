import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyOf, run } from './copy';
import { type Example, examples, filesOf, generated, generators, isGenerated } from './examples';

const root = join(__dirname, '..', '..', '..', '..');
const patchOf = ({ name }: Example): string => join(root, 'examples', `${name}.patch`);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Applies one to a clean copy and does what its author did: generates, builds, lints, tests, counts. */
async function tryOut(example: Example): Promise<string> {
  const begun = Date.now();
  const files = filesOf(await readFile(patchOf(example), 'utf8'));
  const foreign = files.filter(isGenerated);
  if (foreign.length > 0) throw new Error(`programs write ${foreign.join(', ')}: leave it out of the patch`);
  if (files.length > example.limit) {
    throw new Error(`${files.length} files by hand, ${example.limit} at most:\n${files.join('\n')}`);
  }
  const folder = await copyOf(root);
  try {
    await run(folder, ['git', 'apply', '--3way', patchOf(example)]);
    await regenerate(folder, example);
    await run(folder, ['npm', 'run', '--silent', 'build', '--', '--outputStyle=static'], { NX_DAEMON: 'false' });
    const sources = files.filter((file) => /\.tsx?$/.test(file));
    await run(folder, ['node_modules/.bin/prettier', '--check', '--ignore-unknown', ...files]);
    await run(folder, ['node_modules/.bin/eslint', '--max-warnings', '0', ...sources], { NX_DAEMON: 'false' });
    const tests = ['--selectProjects', 'unit', 'int', '--testPathPatterns', ...example.tests];
    const printed = await run(folder, ['node_modules/.bin/jest', '--maxWorkers', '1', '--silent', ...tests], {
      PROPERTY_RUNS: process.env['PROPERTY_RUNS'] ?? '0.1',
    });
    const passed = /^(\d+) passed, 0 failed, 0 skipped$/m.exec(printed)?.[1];
    if (passed === undefined || passed === '0') throw new Error(`not all tests ran:\n${printed.slice(-3000)}`);
    const written = (await run(folder, ['git', 'diff', '--name-only'])).split('\n').filter((file) => file !== '');
    const byHand = written.filter((file) => !isGenerated(file) && !files.includes(file));
    if (byHand.length > 0) throw new Error(`its programs changed ${byHand.join(', ')}, which nobody declared`);
    const seconds = Math.round((Date.now() - begun) / 1000);
    return `${example.name}: ${files.length} files by hand (${example.limit} at most), ${written.length} generated, ${passed} tests, ${seconds} s`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function regenerate(folder: string, { generators: wanted }: Example): Promise<void> {
  for (const name of wanted) {
    const { command, env } = generators[name];
    await run(folder, command, env);
  }
}

/** Makes a copy in which the patch is applied as far as it goes: what does not fit any more is marked in its files. */
async function open(example: Example): Promise<void> {
  const folder = await copyOf(root);
  const stuck = await run(folder, ['git', 'apply', '--3way', patchOf(example)]).catch(String);
  say(`${stuck}\n${folder} has the patch as far as it fits. Mend it there, generate, build and test, then:`);
  say(`npm run examples -- --save ${example.name} ${folder}`);
}

/** Takes what was done in such a copy as the patch from now on. */
async function save(example: Example, folder: string): Promise<void> {
  await run(folder, ['git', 'add', '--all']);
  const without = generated.map((path) => `:(exclude)${path}`);
  const patch = await run(folder, ['git', 'diff', '--cached', '--no-renames', 'HEAD', '--', '.', ...without]);
  await writeFile(patchOf(example), patch);
  say(`${patchOf(example)}: ${filesOf(patch).length} files by hand, ${example.limit} at most`);
}

async function main([first, ...rest]: readonly string[]): Promise<void> {
  const named = (name: string | undefined): Example => {
    const found = examples.find((one) => one.name === name);
    if (!found) throw new Error(`${name ?? 'nothing'} is none of ${examples.map((one) => one.name).join(', ')}`);
    return found;
  };
  if (first === '--open') return open(named(rest[0]));
  if (first === '--save') return save(named(rest[0]), rest[1] ?? '');
  const chosen = first === undefined ? examples : [first, ...rest].map(named);
  let failed = 0;
  for (const example of chosen) {
    say(await tryOut(example).catch((error: unknown) => (failed++, `${example.name} FAILED: ${String(error)}`)));
  }
  if (failed > 0) process.exitCode = 1;
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

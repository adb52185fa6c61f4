import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import setup from './jest-servers.setup';
import teardown from './jest-servers.teardown';

/** What one run of Jest counted. */
interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const root = join(__dirname, '..', '..', '..');
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');

/** The Jest that runs now. */
let running: ChildProcess | undefined;

/** Runs Jest on some tiers; its own tally line is read and not repeated, so that the sum alone closes the run. */
async function runJest(args: readonly string[]): Promise<Tally> {
  const child = spawn(process.execPath, [jest, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: process.env,
  });
  running = child;
  const ended = new Promise<number>((resolve) => child.once('close', (exit) => resolve(exit ?? 1)));
  child.stdout.setEncoding('utf8');
  let line = '';
  let tally: Tally | undefined;
  for await (const chunk of child.stdout) {
    line += String(chunk);
    const lines = line.split('\n');
    line = lines.pop() ?? '';
    for (const text of lines) {
      const found = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(text);
      if (found) tally = { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) };
      else process.stdout.write(`${text}\n`);
    }
  }
  const code = await ended;
  if (code === 0) return tally ?? { passed: 0, failed: 0, skipped: 0 };
  // Jest may end badly without a failed test (a crashed worker, a broken configuration): that is a failure too.
  const { passed, failed, skipped } = tally ?? { passed: 0, failed: 0, skipped: 0 };
  return { passed, failed: Math.max(failed, 1), skipped };
}

/**
 * All tests: unit and integration side by side, then the running system and its drill, one file after the other; or only the files
 * whose paths match one of the patterns.
 */
async function main(patterns: readonly string[]): Promise<number> {
  await setup();
  try {
    const chosen = patterns.length > 0 ? ['--testPathPatterns', ...patterns, '--passWithNoTests'] : [];
    const parts = await runJest(['--selectProjects', 'unit', 'int', ...chosen]);
    // Forced, since a test that gave up on a broker may leave a client that would try for ever.
    const inBand = ['--runInBand', '--forceExit', '--passWithNoTests'];
    const system = await runJest(['--selectProjects', 'e2e', 'drill', ...inBand, ...chosen]);
    const sum = {
      passed: parts.passed + system.passed,
      failed: parts.failed + system.failed,
      skipped: parts.skipped + system.skipped,
    };
    const isSkipRefused = process.env['REQUIRE_REAL_PARTS'] === '1' && sum.skipped > 0;
    if (isSkipRefused) process.stdout.write('\nREQUIRE_REAL_PARTS=1 allows no skipped test.\n');
    process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
    return sum.failed > 0 || isSkipRefused || sum.passed === 0 ? 1 : 0;
  } finally {
    await teardown();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    running?.kill(signal);
    void teardown().finally(() => process.exit(130));
  });
}

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

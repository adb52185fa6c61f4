import { spawn } from 'node:child_process';
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

/** Runs Jest on some tiers; its own tally line is read and not repeated, so that the sum alone closes the run. */
async function runJest(args: readonly string[]): Promise<Tally> {
  const child = spawn(process.execPath, [jest, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: process.env,
  });
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
  const code = await new Promise<number>((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once('close', (exit) => resolve(exit ?? 1));
  });
  // Jest may end badly without a failed test (a crashed worker, a broken configuration): that is a failure too.
  const counted = tally ?? { passed: 0, failed: 1, skipped: 0 };
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

/** All tests: unit and integration side by side, then the running system, one file after the other. */
async function main(patterns: readonly string[]): Promise<number> {
  await setup();
  try {
    const chosen = patterns.length > 0 ? ['--testPathPatterns', ...patterns, '--passWithNoTests'] : [];
    const parts = await runJest(['--selectProjects', 'unit', 'int', ...chosen]);
    const system = await runJest(['--selectProjects', 'e2e', '--runInBand', ...chosen, '--passWithNoTests']);
    const sum = {
      passed: parts.passed + system.passed,
      failed: parts.failed + system.failed,
      skipped: parts.skipped + system.skipped,
    };
    process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
    const skipsCount = process.env['REQUIRE_REAL_PARTS'] === '1' && sum.skipped > 0;
    return sum.failed > 0 || skipsCount || sum.passed === 0 ? 1 : 0;
  } finally {
    await teardown();
  }
}

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, askControl } from './advisories/ask';
import { type Allowed, verdictOn } from './advisories/verdict';
import { readJson } from './tree/json-file';
import { lockOfRuntime } from './tree/runtime-tree';

/**
 * Asks the registry whether packages of ours are known to be weak. Ends with 1 if one is that the list does not allow,
 * or, with REQUIRE_ADVISORIES=1, if nobody could be asked.
 */
async function main(): Promise<number> {
  const root = join(__dirname, '..', '..', '..');
  const shipped = await mkdtemp(join(tmpdir(), 'peoplesync-shipped-'));
  try {
    await lockOfRuntime(root, shipped);
    const allowed = readJson(join(root, 'libs', 'shipping', 'allowed-advisories.json')) as Allowed[];
    const answers = { shipped: await ask(shipped), tools: await ask(root) };
    const { kind, lines } = verdictOn(await askControl(), answers, allowed, new Date().toISOString().slice(0, 10));
    process.stdout.write(`${lines.join('\n')}\n`);
    return kind === 'found' || (kind === 'unknown' && process.env['REQUIRE_ADVISORIES'] === '1') ? 1 : 0;
  } finally {
    await rm(shipped, { recursive: true, force: true });
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);

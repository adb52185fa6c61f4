import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { baselineOf, contractOf, mayBeSaved, saveBaseline, versionOf, withLine } from './contract/contract';

/** `npm run contract:save -- "what changed, for callers"`: the contract as it is becomes the one that is kept. */
function main(root: string, line: string): void {
  if (!mayBeSaved(versionOf(root))) {
    throw new Error('From 1.0 on a change that breaks callers is a new package (v2), beside the one that is there.');
  }
  if (line.trim() === '') {
    throw new Error('Say what changed, for callers: npm run contract:save -- "the sentence for CHANGELOG.md"');
  }
  const changelog = join(root, 'CHANGELOG.md');
  const text = withLine(readFileSync(changelog, 'utf8'), line.trim());
  saveBaseline(contractOf(root), baselineOf(root));
  writeFileSync(changelog, text);
}

try {
  main(join(__dirname, '..', '..', '..'), process.argv.slice(2).join(' '));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRuntimeTree, PROGRAMS } from './tree/runtime-tree';

/**
 * `runtime-tree.main.js FOLDER [app…] [--with 'app app']`: makes the folder from which the apps run; without apps, every
 * service; `--with` adds to them.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { with: { type: 'string' } } });
  const [out, ...apps] = positionals;
  if (out === undefined) throw new Error("name the folder to make: npm run runtime -- FOLDER [app…] [--with 'app…']");
  const folder = resolve(out);
  const more = (values.with ?? '').split(/\s+/).filter((app) => app !== '');
  await makeRuntimeTree(join(__dirname, '..', '..', '..'), folder, [...(apps.length > 0 ? apps : PROGRAMS), ...more]);
  const [size] = execFileSync('du', ['-sm', folder], { encoding: 'utf8' }).split('\t');
  process.stdout.write(`${folder}: ${size ?? ''} MB\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

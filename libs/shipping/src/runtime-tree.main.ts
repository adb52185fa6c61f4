import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { makeRuntimeTree } from './tree/runtime-tree';

/** `runtime-tree.main.js FOLDER [app…]`: makes the folder from which the apps run; without apps, every service. */
async function main([out, ...apps]: readonly string[]): Promise<void> {
  if (out === undefined) throw new Error('name the folder to make: npm run runtime -- FOLDER [app…]');
  const folder = resolve(out);
  await makeRuntimeTree(join(__dirname, '..', '..', '..'), folder, apps.length > 0 ? apps : undefined);
  const [size] = execFileSync('du', ['-sm', folder], { encoding: 'utf8' }).split('\t');
  process.stdout.write(`${folder}: ${size ?? ''} MB\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

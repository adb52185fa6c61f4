import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath } from './chromium';

/** A folder with a program of this name. */
async function withProgram(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chromium-'));
  await writeFile(join(folder, name), '#!/bin/sh\n');
  await chmod(join(folder, name), 0o755);
  return folder;
}

describe('the browser for console tests', () => {
  it('is the one that CHROMIUM_PATH names, before any other', async () => {
    const folder = await withProgram('chromium');
    const mine = join(await withProgram('my-browser'), 'my-browser');
    expect(chromiumPath({ CHROMIUM_PATH: mine, PATH: folder })).toBe(mine);
    expect(chromiumPath({ PATH: `/nowhere:${folder}` })).toBe(join(folder, 'chromium'));
  });

  it('is missing if the named one cannot be run, even where another could', async () => {
    const folder = await withProgram('chromium');
    expect(chromiumPath({ CHROMIUM_PATH: '/nowhere/chromium', PATH: folder })).toBeUndefined();
    expect(chromiumPath({ PATH: '/nowhere' })).toBeUndefined();
  });
});

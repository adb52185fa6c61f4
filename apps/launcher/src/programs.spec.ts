import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programsIn } from './programs';

describe('the programs of an image', () => {
  it('are those that lie in it, and the launcher is none of them', () => {
    const apps = mkdtempSync(join(tmpdir(), 'peoplesync-apps-'));
    for (const name of ['provision', 'single', 'gateway', 'launcher', 'peoplehr-simulator']) {
      mkdirSync(join(apps, name, 'dist'), { recursive: true });
      writeFileSync(join(apps, name, 'dist', 'main.js'), '');
    }
    // The console is files that the gateway serves.
    mkdirSync(join(apps, 'console', 'dist'), { recursive: true });
    expect([...programsIn(apps)]).toEqual([
      ['gateway', join(apps, 'gateway/dist/main.js')],
      ['provision', join(apps, 'provision/dist/main.js')],
      ['simulator', join(apps, 'peoplehr-simulator/dist/main.js')],
      ['single', join(apps, 'single/dist/main.js')],
    ]);
  });
});

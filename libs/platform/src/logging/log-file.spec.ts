import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogFile } from './log-file';
import { ServiceLogger } from './service-logger';

describe('a log file', () => {
  const mode = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);
  const folder = () => mkdtemp(join(tmpdir(), 'log-'));

  it('is for its owner only, with the folders that were made for it', async () => {
    const path = join(await folder(), 'deep', 'down', 'service.log');
    new ServiceLogger({ service: 'gateway', level: 'info', file: path }).log('hello');
    expect(await mode(path)).toBe('600');
    expect(await mode(join(path, '..'))).toBe('700');
  });

  it('is for its owner only also if others could read it before, and goes on where it was', async () => {
    const path = join(await folder(), 'service.log');
    await writeFile(path, 'before\n', { mode: 0o666 });
    new ServiceLogger({ service: 'gateway', level: 'info', file: path }).log('hello');
    expect(await mode(path)).toBe('600');
    expect((await stat(path)).size).toBeGreaterThan('before\n'.length);
  });

  it('may be a device, which keeps its rights', async () => {
    const before = await mode('/dev/null');
    expect(openLogFile('/dev/null')).toBeGreaterThan(0);
    expect(await mode('/dev/null')).toBe(before);
  });

  it('ends the start with a sentence if it cannot be written', async () => {
    const path = join(await folder(), 'file');
    await writeFile(path, '');
    expect(() => openLogFile(join(path, 'service.log'))).toThrow(/^LOG_FILE .* cannot be used/);
  });
});

import { mkdtemp, readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, TokenVerifier } from '@people-sync/platform';
import { makeKeys } from './keys';
import { TrialConfig } from './trial.config';

describe('the keys of a first try', () => {
  let folder: string;
  let config: TrialConfig;
  const read = (name: string) => readFile(join(config.KEYS_DIR, name), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'peoplesync-trial-'));
    config = loadConfig(TrialConfig, { PRIVATE_DIR: join(folder, 'private'), KEYS_DIR: join(folder, 'keys') });
  });

  it('let every service in by its own name, and the database by its own role', async () => {
    await makeKeys(config);
    const verifier = new TokenVerifier({
      kind: 'service',
      issuer: 'urn:peoplesync:one-machine',
      audience: 'people-sync-services',
      jwksFile: join(config.KEYS_DIR, 'jwks.json'),
    });
    for (const [service, schema] of [
      ['peoplehr-fetcher', 'fetcher'],
      ['gateway', 'gateway'],
    ] as const) {
      await expect(verifier.verify(await read(`${service}.token`))).resolves.toMatchObject({ sub: service });
      const url = new URL(await read(`${schema}.database-url`));
      expect([url.host, url.username]).toEqual(['postgres:5432', `peoplesync_${schema}`]);
      expect(decodeURIComponent(url.password)).toBe(await read(`${schema}.password`));
    }
  });

  it('are readable by the services, and what signs them by nobody else', async () => {
    await makeKeys(config);
    for (const name of await readdir(config.KEYS_DIR)) {
      expect([name, (await stat(join(config.KEYS_DIR, name))).mode & 0o777]).toEqual([name, 0o644]);
    }
    expect((await stat(config.PRIVATE_DIR)).mode & 0o777).toBe(0o700);
    expect(await readdir(config.KEYS_DIR)).not.toContain('signing-key.json');
  });

  it('stay the same when they are made again, but for the tokens', async () => {
    await makeKeys(config);
    const kept = ['keyring', 'digest-key', 'jwks.json', 'writer.database-url'];
    const before = await Promise.all(kept.map(read));
    await makeKeys(config);
    expect(await Promise.all(kept.map(read))).toEqual(before);
  });
});

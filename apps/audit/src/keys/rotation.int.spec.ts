import { KeyringEncryption, parseKeyring } from '@people-sync/platform';
import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { AuditUnderTest } from '../audit.testkit';
import { KeysRepository } from './keys.repository';
import { RotationHandler } from './rotation.handler';

const entry = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const keyring = (text: string) => new KeyringEncryption(parseKeyring(text)!);

describeReal('postgres')('the keyring that wraps people’s keys', () => {
  let database: TestDatabase;
  let audit: AuditUnderTest;

  beforeEach(async () => {
    database = await provideTestDatabase();
    audit = await AuditUnderTest.open(database.url);
  });
  afterEach(async () => {
    await audit.close();
    await database.drop();
  });

  const owners = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ tenantId: aTenantId(), token: Buffer.alloc(32, n % 256) }));
  const startedWith = async (text: string) => {
    const encryption = keyring(text);
    const keys = new KeysRepository(encryption);
    await new RotationHandler(audit.dataSource, keys, encryption).onApplicationBootstrap();
    return keys;
  };
  const of = (keys: KeysRepository, asked: ReturnType<typeof owners>) =>
    audit.dataSource.transaction((tx) => keys.keysOf(tx, asked));

  it('gives everybody the same key again, also after it was rotated and the old one is gone', async () => {
    const asked = owners(1_200);
    const made = await of(await startedWith(entry('a', 1)), asked);
    await startedWith(`${entry('b', 2)},${entry('a', 1)}`);
    expect(await of(await startedWith(entry('b', 2)), asked)).toEqual(made);
  });

  it.each([
    ['is missing', entry('b', 2)],
    ['is another one under its name', `${entry('b', 2)},${entry('a', 3)}`],
  ])('stops the start with a sentence if a key that is needed %s', async (_, text) => {
    await of(await startedWith(entry('a', 1)), owners(1));
    await expect(startedWith(text)).rejects.toThrow('has not the key a');
  });
});

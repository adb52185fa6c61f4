import { randomBytes } from 'node:crypto';
import { openApiKey, rewrap, sealApiKey } from './envelope';
import { type KeyEncryption, KeyNotUsableError, KeyringEncryption, parseKeyring } from '@people-sync/platform';

const entry = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;
const keyring = (text: string): KeyringEncryption => new KeyringEncryption(parseKeyring(text)!);

/** One implementation: as it is today, and the same installation after its key was rotated. */
const implementations: [string, () => { today: KeyEncryption; rotated: KeyEncryption }][] = [
  [
    'the keyring',
    () => ({
      today: keyring(entry('a', 1)),
      rotated: keyring(`${entry('b', 2)},${entry('a', 1)}`),
    }),
  ],
];

describe.each(implementations)('key encryption by %s', (_, make) => {
  const acme = Buffer.from('acme');
  const dataKey = randomBytes(32);

  it('gives back what it wrapped, and wraps the same key differently each time', async () => {
    const { today } = make();
    const [one, two] = [await today.wrap(dataKey, acme), await today.wrap(dataKey, acme)];
    expect(await today.unwrap(one, acme)).toEqual(dataKey);
    expect(one.keyId).toBe(today.currentKeyId);
    expect(one.bytes).not.toEqual(two.bytes);
    expect(one.bytes.includes(dataKey)).toBe(false);
  });

  it('does not unwrap for another context, changed bytes or an unknown key id', async () => {
    const { today } = make();
    const wrapped = await today.wrap(dataKey, acme);
    const changed = Buffer.from(wrapped.bytes);
    changed.writeUInt8(changed.readUInt8(changed.length - 20) ^ 1, changed.length - 20);
    await expect(today.unwrap(wrapped, Buffer.from('other'))).rejects.toBeInstanceOf(KeyNotUsableError);
    await expect(today.unwrap({ ...wrapped, bytes: changed }, acme)).rejects.toBeInstanceOf(KeyNotUsableError);
    await expect(today.unwrap({ ...wrapped, keyId: 'lost' }, acme)).rejects.toBeInstanceOf(KeyNotUsableError);
    await expect(today.unwrap({ ...wrapped, bytes: Buffer.alloc(3) }, acme)).rejects.toBeInstanceOf(KeyNotUsableError);
  });

  it('unwraps after a rotation what was wrapped before it, and wraps with the new key', async () => {
    const { today, rotated } = make();
    const wrapped = await today.wrap(dataKey, acme);
    expect(await rotated.unwrap(wrapped, acme)).toEqual(dataKey);
    expect((await rotated.wrap(dataKey, acme)).keyId).not.toBe(wrapped.keyId);
  });

  it('opens an API key for its owner only: a row copied to another tenant or connection stays closed', async () => {
    const { today } = make();
    const owner = { tenantId: 'acme', connectionId: 'c1' };
    const envelope = await sealApiKey(today, owner, 'c4n4ry-key');
    expect(await openApiKey(today, owner, envelope)).toBe('c4n4ry-key');
    for (const thief of [
      { tenantId: 'other', connectionId: 'c1' },
      { tenantId: 'acme', connectionId: 'c2' },
      { tenantId: 'acm', connectionId: 'ec1' },
    ]) {
      await expect(openApiKey(today, thief, envelope)).rejects.toBeInstanceOf(KeyNotUsableError);
    }
    expect(envelope.ciphertext.includes('c4n4ry-key')).toBe(false);
  });

  it('opens the same ciphertext after its data key was wrapped again', async () => {
    const { today, rotated } = make();
    const owner = { tenantId: 'acme', connectionId: 'c1' };
    const { wrapped, ciphertext } = await sealApiKey(today, owner, 'c4n4ry-key');
    const again = await rewrap(rotated, owner, wrapped);
    expect(again.keyId).toBe(rotated.currentKeyId);
    expect(await openApiKey(rotated, owner, { wrapped: again, ciphertext })).toBe('c4n4ry-key');
  });
});

describe('KEYRING', () => {
  it('is read in order, and refused when a key is short, an id comes twice, or it is empty', () => {
    expect(parseKeyring(`${entry('new', 2)}, ${entry('old', 1)}`)?.map(({ id }) => id)).toEqual(['new', 'old']);
    for (const bad of ['', 'a:short', entry('a', 1) + ',', `${entry('a', 1)},${entry('a', 2)}`, entry('a b', 1)]) {
      expect(parseKeyring(bad)).toBeUndefined();
    }
  });
});

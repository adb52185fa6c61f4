import { openSealed, sealBytes } from './aes-gcm';
import { type KeyEncryption, KeyNotUsableError, type WrappedKey } from './key-encryption';

/** Key-encryption keys by id, the one in use first. */
export type Keyring = readonly [KeyringEntry, ...KeyringEntry[]];

export interface KeyringEntry {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** Reads `id:base64,id2:base64`; undefined if it is not that, a key is not 32 bytes, or an id comes twice. */
export function parseKeyring(text: string): Keyring | undefined {
  const entries = text.split(',').map((part) => /^\s*([\w.-]{1,64}):([A-Za-z0-9+/_-]{43}=?)\s*$/.exec(part));
  const keys: KeyringEntry[] = [];
  for (const entry of entries) {
    const [, id, encoded] = entry ?? [];
    const key = Buffer.from(encoded ?? '', 'base64');
    if (id === undefined || key.length !== 32 || keys.some((known) => known.id === id)) return undefined;
    keys.push({ id, key });
  }
  const [first, ...rest] = keys;
  return first && [first, ...rest];
}

/** Data keys wrapped by a key of the keyring, with AES-256-GCM. */
export class KeyringEncryption implements KeyEncryption {
  constructor(private readonly keyring: Keyring) {}

  get currentKeyId(): string {
    return this.keyring[0].id;
  }

  get keyIds(): readonly string[] {
    return this.keyring.map(({ id }) => id);
  }

  wrap(dataKey: Buffer, context: Buffer): Promise<WrappedKey> {
    const [current] = this.keyring;
    return Promise.resolve({ keyId: current.id, bytes: sealBytes(current.key, dataKey, context) });
  }

  async unwrap(wrapped: WrappedKey, context: Buffer): Promise<Buffer> {
    const entry = this.keyring.find((one) => one.id === wrapped.keyId);
    if (!entry) throw new KeyNotUsableError(`the keyring has no key ${wrapped.keyId}`);
    return Promise.resolve(openSealed(entry.key, wrapped.bytes, context));
  }
}

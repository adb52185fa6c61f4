import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Ed25519, the kind of signature that signs the text of a note. C2SP signed-note. */
const ED25519 = 1;
const KEY_BYTES = 32;

/** What DER puts before the 32 bytes of an Ed25519 key. RFC 8410. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Who may sign notes: a name, and the key that a signature is checked with. */
export interface NoteVerifier {
  readonly name: string;
  /** The first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ key), as 8 hex digits. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
}

/** Whoever can sign as this name. */
export interface NoteSigner extends NoteVerifier {
  readonly privateKey: KeyObject;
}

/**
 * A name and key that sign notes.
 * @param seed 32 random bytes, kept secret
 * @throws if the name has blanks or `+`, or the seed another length
 */
export function noteSigner(name: string, seed: Uint8Array): NoteSigner {
  if (seed.length !== KEY_BYTES) throw new Error(`a signing key has ${KEY_BYTES} bytes, not ${seed.length}`);
  const der = Buffer.concat([PRIVATE_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const bytes = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
  return { ...verifierOf(name, bytes), privateKey };
}

/** The public key as text: `<name>+<key id>+<base64 of 0x01 and the key>`. C2SP signed-note. */
export function vkeyOf({ name, keyId, publicKey }: NoteVerifier): string {
  const bytes = publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
  return `${name}+${keyId}+${Buffer.concat([Buffer.of(ED25519), bytes]).toString('base64')}`;
}

/** Whoever a vkey names. @throws if it is none, of another kind, or its id is not that of its key */
export function readVkey(vkey: string): NoteVerifier {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(vkey) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (key.length !== 1 + KEY_BYTES || key[0] !== ED25519) throw new Error('this is not an Ed25519 vkey');
  const verifier = verifierOf(name, key.subarray(1));
  if (verifier.keyId !== keyId) throw new Error('the id in this vkey is not that of its key');
  return verifier;
}

function verifierOf(name: string, key: Uint8Array): NoteVerifier {
  if (!/^[^\s+]+$/u.test(name)) throw new Error('the name of a key has neither blanks nor +');
  const keyId = createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(ED25519))
    .update(key)
    .digest('hex')
    .slice(0, 8);
  const der = Buffer.concat([PUBLIC_PREFIX, key]);
  return { name, keyId, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

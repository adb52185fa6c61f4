import { createCipheriv, createDecipheriv, createHmac, hash, randomBytes } from 'node:crypto';
import { openSealed, sealBytes } from '@people-sync/platform';

/** Whoever holds this key can open what is sealed under it; destroying it destroys all of that, wherever copies lie. */
export interface HolderKey {
  readonly keyId: string;
  /** 64 bytes: half makes content keys, half wraps them. */
  readonly bytes: Buffer;
}

/** A content that only the holder of a key can open. */
export interface Sealed {
  /** SHA-256 of `bytes`: what an entry commits to. */
  readonly hash: Buffer;
  readonly bytes: Buffer;
  readonly keyId: string;
  /** The content's own key under the holder's. It may be wrapped for another holder; hash and bytes stay. */
  readonly wrapped: Buffer;
}

const HALF = 32;
const TAG_BYTES = 16;
/** Each content has a key of its own, made of that content: no key ever seals two, so the nonce need not vary. */
const NONCE = Buffer.alloc(12);

export const newHolderBytes = (): Buffer => randomBytes(2 * HALF);

/**
 * Seals a content: the same bytes for the same content and holder, so that what many events say is kept once, and a batch
 * that comes again writes the same. AES-256-GCM under HMAC-SHA-256(holder, content): without the holder's key nobody can
 * try out whether a guessed content is the one.
 */
export function sealContent(holder: HolderKey, tenantId: string, content: Buffer): Sealed {
  const contentKey = createHmac('sha256', holder.bytes.subarray(0, HALF)).update(content).digest();
  const cipher = createCipheriv('aes-256-gcm', contentKey, NONCE).setAAD(contextOf(tenantId));
  const bytes = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  const wrapped = sealBytes(holder.bytes.subarray(HALF), contentKey, holderContext(tenantId, holder.keyId));
  return { hash: hash('sha256', bytes, 'buffer'), bytes, keyId: holder.keyId, wrapped };
}

/** What is kept is not what an entry commits to. */
export class SealedBytesError extends Error {
  override readonly name = 'SealedBytesError';
  constructor() {
    super('sealed bytes were changed');
  }
}

/** What was sealed. @throws SealedBytesError if the bytes are not those of the hash; else if the key is another's */
export function openContent(holder: HolderKey, tenantId: string, sealed: Sealed): Buffer {
  if (!hash('sha256', sealed.bytes, 'buffer').equals(sealed.hash)) throw new SealedBytesError();
  const contentKey = openSealed(holder.bytes.subarray(HALF), sealed.wrapped, holderContext(tenantId, holder.keyId));
  const tagAt = sealed.bytes.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', contentKey, NONCE, { authTagLength: TAG_BYTES })
    .setAAD(contextOf(tenantId))
    .setAuthTag(sealed.bytes.subarray(tagAt));
  return Buffer.concat([decipher.update(sealed.bytes.subarray(0, tagAt)), decipher.final()]);
}

/** The same sealed content for another holder alone: what the entry commits to stays. */
export function handOver(from: HolderKey, to: HolderKey, tenantId: string, sealed: Sealed): Sealed {
  const contentKey = openSealed(from.bytes.subarray(HALF), sealed.wrapped, holderContext(tenantId, from.keyId));
  const wrapped = sealBytes(to.bytes.subarray(HALF), contentKey, holderContext(tenantId, to.keyId));
  return { ...sealed, keyId: to.keyId, wrapped };
}

/** JSON keeps the parts apart: ('a','bc') is not ('ab','c'). */
const contextOf = (tenantId: string): Buffer => Buffer.from(JSON.stringify(['peoplesync-audit-part', tenantId]));
const holderContext = (tenantId: string, keyId: string): Buffer =>
  Buffer.from(JSON.stringify(['peoplesync-audit-content-key', tenantId, keyId]));

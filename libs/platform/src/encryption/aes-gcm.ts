import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KeyNotUsableError } from './key-encryption';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM. Returns nonce, ciphertext and tag in one; the nonce is random, so one key must not seal billions of times. */
export function sealBytes(key: Buffer, plaintext: Buffer, context: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(context);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** The opposite of `sealBytes`. @throws KeyNotUsableError unless key, bytes and context are those of `sealBytes`. */
export function openSealed(key: Buffer, sealed: Buffer, context: Buffer): Buffer {
  try {
    const tagAt = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(context)
      .setAuthTag(sealed.subarray(tagAt));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, tagAt)), decipher.final()]);
  } catch (cause) {
    throw new KeyNotUsableError('the sealed bytes do not belong to this key and context', { cause });
  }
}

import { createDecipheriv, hash } from 'node:crypto';
import type { OpenedPart } from './bundle-lines';

const KEY_BYTES = 32;
const TAG_BYTES = 16;
/** Each content has a key of its own, which seals nothing else (docs/adr/0039). */
const NONCE = Buffer.alloc(12);

const bytesIn = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
};

/**
 * What a sealed part says; undefined if its bytes are not those that the entry commits to, or the key does not open them.
 * @param commits SHA-256 of the sealed bytes, in base64url
 */
export function contentOf(part: NonNullable<OpenedPart>, commits: string, tenant: string): Buffer | undefined {
  const [sealed, key] = part.map(bytesIn);
  if (!sealed || key?.length !== KEY_BYTES || sealed.length < TAG_BYTES) return undefined;
  if (hash('sha256', sealed, 'base64url') !== commits) return undefined;
  const tagAt = sealed.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, NONCE, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(JSON.stringify(['peoplesync-audit-part', tenant])))
      .setAuthTag(sealed.subarray(tagAt));
    return Buffer.concat([decipher.update(sealed.subarray(0, tagAt)), decipher.final()]);
  } catch {
    return undefined;
  }
}

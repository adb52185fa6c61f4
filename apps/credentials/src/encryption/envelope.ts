import { randomBytes } from 'node:crypto';
import { type KeyEncryption, KeyNotUsableError, openSealed, sealBytes, type WrappedKey } from '@people-sync/platform';

/** An API key as it is stored: sealed with a data key of its own, which is wrapped by the key encryption. */
export interface Envelope {
  readonly wrapped: WrappedKey;
  readonly ciphertext: Buffer;
}

/** Whose key it is; part of what is authenticated, so that a row copied to another tenant does not open. */
export interface KeyOwner {
  readonly tenantId: string;
  readonly connectionId: string;
}

/** Seals an API key under a new random data key. */
export async function sealApiKey(encryption: KeyEncryption, owner: KeyOwner, apiKey: string): Promise<Envelope> {
  const dataKey = randomBytes(32);
  const context = contextOf(owner);
  const ciphertext = sealBytes(dataKey, Buffer.from(apiKey, 'utf8'), context);
  const wrapped = await encryption.wrap(dataKey, context);
  dataKey.fill(0);
  return { wrapped, ciphertext };
}

/** The API key in clear. @throws KeyNotUsableError if the envelope is not this owner's, or was changed. */
export async function openApiKey(encryption: KeyEncryption, owner: KeyOwner, envelope: Envelope): Promise<string> {
  const context = contextOf(owner);
  const dataKey = await encryption.unwrap(envelope.wrapped, context);
  const apiKey = openSealed(dataKey, envelope.ciphertext, context).toString('utf8');
  dataKey.fill(0);
  return apiKey;
}

/** The same data key wrapped by the key in use now; the ciphertext stays. */
export async function rewrap(encryption: KeyEncryption, owner: KeyOwner, wrapped: WrappedKey): Promise<WrappedKey> {
  const context = contextOf(owner);
  const dataKey = await encryption.unwrap(wrapped, context);
  const again = await encryption.wrap(dataKey, context);
  dataKey.fill(0);
  return again;
}

/** Whether this data key can be unwrapped for its owner. */
export async function opens(encryption: KeyEncryption, owner: KeyOwner, wrapped: WrappedKey): Promise<boolean> {
  try {
    (await encryption.unwrap(wrapped, contextOf(owner))).fill(0);
    return true;
  } catch (error) {
    if (error instanceof KeyNotUsableError) return false;
    throw error;
  }
}

/** JSON keeps the parts apart: ('a','bc') is not ('ab','c'). */
const contextOf = ({ tenantId, connectionId }: KeyOwner): Buffer =>
  Buffer.from(JSON.stringify(['peoplesync-api-key', tenantId, connectionId]), 'utf8');

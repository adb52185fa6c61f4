/** A data key as it may be stored: useless without the key-encryption key of that id. */
export interface WrappedKey {
  readonly keyId: string;
  readonly bytes: Buffer;
}

/**
 * Who wraps data keys. Every implementation passes `keyEncryptionContract`: what was wrapped for one context does not
 * unwrap for another, and what older keys wrapped still unwraps while they are kept.
 */
export interface KeyEncryption {
  /** The key that wraps now; rows with another id are to be wrapped again. */
  readonly currentKeyId: string;
  /** Every key that unwraps. */
  readonly keyIds: readonly string[];
  /** @param context names what the data key is for; it must be the same when unwrapping. */
  wrap(dataKey: Buffer, context: Buffer): Promise<WrappedKey>;
  /** @throws KeyNotUsableError for another context, changed bytes, or an id that is no longer known. */
  unwrap(wrapped: WrappedKey, context: Buffer): Promise<Buffer>;
}

/** A stored key cannot be opened. Somebody must look: a row was copied or changed, or a keyring lost a key too early. */
export class KeyNotUsableError extends Error {
  override readonly name = 'KeyNotUsableError';
}

/** Injection token: which implementation is used is a matter of configuration. */
export const KEY_ENCRYPTION = Symbol('KeyEncryption');

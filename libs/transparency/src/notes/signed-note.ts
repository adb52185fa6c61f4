import { sign, verify } from 'node:crypto';
import type { NoteSigner, NoteVerifier } from './note-keys';

const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;
const KEY_ID_BYTES = 4;
const ED25519_SIGNATURE_BYTES = 64;

/** A note is small: a checkpoint has three lines and a few signatures. */
const MAX_CHARACTERS = 100_000;

/**
 * The text with a signature of each of these. C2SP signed-note.
 * @throws if the text does not end with a line break, or has an empty line at its end
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isText(text)) throw new Error('the text of a note ends with one line break');
  const lines = signers.map(({ name, keyId, privateKey }) => {
    const signature = sign(null, Buffer.from(text), privateKey);
    return `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Why a note is not believed. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
}

/**
 * The text of a note that at least one of these signed. Signatures of others are passed over, as the standard wants it: a
 * witness may have added one.
 * @throws NoteError if it is no note, none of them signed it, or a signature of one of them is not good
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): string {
  const end = note.length <= MAX_CHARACTERS ? note.lastIndexOf('\n\n') : -1;
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2).split('\n');
  if (end < 0 || !isText(text) || lines.pop() !== '' || lines.length === 0)
    throw new NoteError('this is not a signed note');
  let isSigned = false;
  for (const line of lines) {
    const [, name, encoded = ''] = SIGNATURE_LINE.exec(line) ?? [];
    const bytes = Buffer.from(encoded, 'base64');
    // Read and written again, so that one signature has one text.
    if (name === undefined || bytes.toString('base64') !== encoded)
      throw new NoteError('a line of signature cannot be read');
    const keyId = bytes.subarray(0, KEY_ID_BYTES).toString('hex');
    const signature = bytes.subarray(KEY_ID_BYTES);
    const verifier = verifiers.find((one) => one.name === name && one.keyId === keyId);
    if (!verifier) continue;
    if (signature.length !== ED25519_SIGNATURE_BYTES || !verify(null, Buffer.from(text), verifier.publicKey, signature))
      throw new NoteError(`the signature of ${name} is not good`);
    isSigned = true;
  }
  if (!isSigned) throw new NoteError('nobody who is known has signed this note');
  return text;
}

const isText = (text: string): boolean => /[^\n]\n$/.test(text) && !CONTROL.test(text);
/** The standard forbids them, but for line breaks. */
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

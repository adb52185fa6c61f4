import { HASH_BYTES } from '../tree/hashes';
import type { NoteSigner, NoteVerifier } from './note-keys';
import { NoteError, openNote, signNote } from './signed-note';

/** The head of a tree: which log, how many entries, the hash over them. */
export interface Checkpoint {
  /** Names the log, for example `peoplesync.example/acme`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** A checkpoint as a signed note. C2SP tlog-checkpoint, without extension lines. */
export function signCheckpoint({ origin, size, root }: Checkpoint, signers: readonly NoteSigner[]): string {
  if (!/^[^\n]+$/.test(origin)) throw new Error('the origin of a log is one line');
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, signers);
}

/**
 * The head that one of these signed.
 * @param origin of the log that it has to be of
 * @throws NoteError if the note is not theirs, no checkpoint, or one of another log
 */
export function openCheckpoint(note: string, verifiers: readonly NoteVerifier[], origin: string): Checkpoint {
  const [named, size = '', hash = '', ...more] = openNote(note, verifiers).split('\n');
  const root = Buffer.from(hash, 'base64');
  // Read and written again, so that one head has one text.
  const isCanonical =
    /^(0|[1-9][0-9]{0,15})$/.test(size) && Number.isSafeInteger(Number(size)) && root.toString('base64') === hash;
  if (!isCanonical || root.length !== HASH_BYTES || more[0] !== '' || more.length > 1)
    throw new NoteError('this is not a checkpoint');
  if (named !== origin) throw new NoteError('this checkpoint is of another record');
  return { origin, size: Number(size), root };
}

import { HASH_BYTES, leafHash } from '../tree/hashes';
import { isIncluded } from '../tree/verify-proofs';
import { type Checkpoint, openCheckpoint } from './checkpoint';
import type { NoteVerifier } from './note-keys';
import { NoteError } from './signed-note';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

/** No tree has more levels than a safe integer has binary digits. */
const MAX_HASHES = 53;

/** One entry of a record, shown to be in it by a checkpoint: the text of a `.tlog-proof` file. C2SP tlog-proof. */
export interface EntryProof {
  readonly index: number;
  /** From the leaf's sibling upwards. */
  readonly hashes: readonly Buffer[];
  /** The signed note. */
  readonly checkpoint: string;
}

export const writeProof = ({ index, hashes, checkpoint }: EntryProof): string =>
  `${[FIRST_LINE, `index ${index}`, ...hashes.map((hash) => hash.toString('base64'))].join('\n')}\n\n${checkpoint}`;

/** @throws NoteError if it is no such file */
export function readProof(file: string): EntryProof {
  const end = file.indexOf('\n\n');
  const [first, numbered = '', ...lines] = file.slice(0, Math.max(end, 0)).split('\n');
  const [, index] = /^index (0|[1-9][0-9]{0,15})$/.exec(numbered) ?? [];
  const hashes = lines.map((line) => Buffer.from(line, 'base64'));
  const isWhole =
    hashes.length <= MAX_HASHES &&
    hashes.every((hash, at) => hash.length === HASH_BYTES && hash.toString('base64') === lines[at]);
  if (first !== FIRST_LINE || index === undefined || !isWhole) throw new NoteError('this is not a proof of an entry');
  return { index: Number(index), hashes, checkpoint: file.slice(end + 2) };
}

/**
 * The head by which these bytes are an entry of the record, at the place that the proof names.
 * @throws NoteError if they are not, or the proof cannot be believed
 */
export function checkProof(
  file: string,
  entry: Uint8Array,
  verifiers: readonly NoteVerifier[],
  origin: string,
): Checkpoint & { readonly index: number } {
  const { index, hashes, checkpoint } = readProof(file);
  const head = openCheckpoint(checkpoint, verifiers, origin);
  if (!isIncluded({ leaf: leafHash(entry), index, size: head.size, root: head.root, proof: hashes }))
    throw new NoteError('these bytes are not the entry that the proof is about');
  return { ...head, index };
}

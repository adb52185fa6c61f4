import { readVkey } from '../notes/note-keys';
import { checkProof } from '../notes/proof-file';
import { NoteError } from '../notes/signed-note';
import { entryFacts } from './entry-facts';
import { type Verdict, wrong } from './verdict';

/** One entry with its proof, as `GET …/audit/events/{eventId}/proof` answers it. */
interface ProofFile {
  readonly index: number;
  readonly entry: string;
  readonly proof: string;
  readonly vkeys: readonly string[];
}

/**
 * Checks one entry with its proof: that a signed head has exactly these bytes, at the place that they name.
 * @param text JSON of the file
 * @param trusted public keys that the reader has from elsewhere; without them those of the file count
 */
export function verifyProof(text: string, trusted?: readonly string[]): Verdict {
  const file = readProofFile(text);
  if (!file) return wrong(null, 'This is neither a record nor the proof of an entry.');
  const facts = entryFacts(file.entry);
  if (!facts) return wrong(null, 'What is to be proved is no entry of a record.');
  try {
    const verifiers = (trusted ?? file.vkeys).map(readVkey);
    const [signer] = verifiers;
    if (!signer) return wrong(facts.index, 'There is no public key to check it with.');
    const { index, size } = checkProof(
      file.proof,
      Buffer.from(file.entry, 'utf8'),
      verifiers,
      `${signer.name}/${facts.tenant}`,
    );
    if (index !== facts.index || index !== file.index)
      return wrong(index, 'The entry says that it stands at another place.');
    const keys = trusted ? 'you gave' : 'are in the file itself: compare them with those that you have from elsewhere';
    return {
      ok: true,
      said: `Entry ${index} of the record of ${facts.tenant} is as it was signed, in a record of ${size}; by public keys that ${keys}.`,
    };
  } catch (error) {
    if (error instanceof NoteError) return wrong(facts.index, `The proof does not hold: ${error.message}.`);
    return wrong(facts.index, 'A public key cannot be read.');
  }
}

function readProofFile(text: string): ProofFile | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isProofFile(read) ? read : undefined;
}

const isProofFile = (read: unknown): read is ProofFile =>
  typeof read === 'object' &&
  read !== null &&
  'index' in read &&
  typeof read.index === 'number' &&
  'entry' in read &&
  typeof read.entry === 'string' &&
  'proof' in read &&
  typeof read.proof === 'string' &&
  'vkeys' in read &&
  Array.isArray(read.vkeys) &&
  read.vkeys.every((one) => typeof one === 'string');

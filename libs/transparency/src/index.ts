export { type Checkpoint, openCheckpoint, signCheckpoint } from './notes/checkpoint';
export { noteSigner, type NoteSigner, type NoteVerifier, readVkey, vkeyOf } from './notes/note-keys';
export { checkProof, type EntryProof, readProof, writeProof } from './notes/proof-file';
export { NoteError, openNote, signNote } from './notes/signed-note';
export { GrowingTree, type SubtreeHash } from './tree/growing-tree';
export { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './tree/hashes';
export { consistencyPlan, inclusionPlan, neededFor, proofOf, type ProofPlan } from './tree/proof-plans';
export type { Range, Subtree } from './tree/subtrees';
export { isConsistent, isIncluded } from './tree/verify-proofs';

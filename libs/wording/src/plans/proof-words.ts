import type { Proof } from '@people-sync/contracts/api';

/** How it is known that somebody left: inside a sentence, and over people who left alike. */
const proofs: Readonly<Record<Proof, readonly [words: string, title: string]>> = {
  'leaver-status': ['PeopleHR says that they have left', 'Leaver in PeopleHR'],
  'leaving-date': ['their leaving date in PeopleHR has passed', 'Their leaving date has passed'],
  'absent-twice': ['two checks, at least 20 hours apart, did not find them in PeopleHR', 'No longer in PeopleHR'],
  'out-of-scope': ['they are left out by your settings', 'Left out by your settings'],
  'settled-by-person': ['somebody settled that they have left, or left them out', 'By your own decision'],
};

const known: ReadonlyMap<string, readonly [words: string, title: string]> = new Map(Object.entries(proofs));

/** Why somebody left, without an end; one that is not known yet is no more than that they left. */
export const proofWords = (proof: string): string => known.get(proof)?.[0] ?? 'they have left';

/** Over people who left alike; likewise. */
export const proofTitle = (proof: string): string => known.get(proof)?.[1] ?? 'Left';

/** The proofs that have words. */
export const proofNames: readonly string[] = [...known.keys()];

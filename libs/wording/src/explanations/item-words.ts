import { type ChangedField, changeWords } from '../words/change-words';

/** What a check wanted to do with somebody. */
export interface ItemFacts {
  /** joined, rejoined, changed or left. */
  readonly kind: string;
  /** Of leavers: how we know. */
  readonly proof: string;
  readonly changes: readonly ChangedField[];
}

/** How it is known that somebody left. */
const proofs: Readonly<Record<string, string>> = {
  'leaver-status': 'PeopleHR says that they have left',
  'leaving-date': 'their leaving date in PeopleHR has passed',
  'absent-twice': 'two checks, at least 20 hours apart, did not find them in PeopleHR',
  'out-of-scope': 'they are left out by your settings',
  'settled-by-person': 'somebody settled that they have left, or left them out',
};

/** Why somebody left, without an end. */
export const proofWords = (proof: string): string => proofs[proof] ?? 'they have left';

/** The proofs that have words. */
export const proofNames: readonly string[] = Object.keys(proofs);

/** What was found and what was to follow, without an end: `they are new in PeopleHR, and are to be added`. */
export function itemWords({ kind, proof, changes }: ItemFacts): string {
  switch (kind) {
    case 'joined':
      return 'they are new in PeopleHR, and are to be added';
    case 'rejoined':
      return 'they are back in PeopleHR, and are to be active again';
    case 'left':
      return `${proofWords(proof)}, so they are to be set to inactive`;
    default:
      return changes.length === 0
        ? 'PeopleHR has something else for them'
        : `PeopleHR has something else for them: ${changeWords(changes)}`;
  }
}

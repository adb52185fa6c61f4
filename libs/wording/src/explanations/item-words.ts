import { proofWords } from '../plans/proof-words';
import { type ChangedField, changeWords } from '../words/change-words';

/** What a check wanted to do with somebody. */
export interface ItemFacts {
  /** joined, rejoined, changed or left. */
  readonly kind: string;
  /** Of leavers: how we know. */
  readonly proof: string;
  readonly changes: readonly ChangedField[];
}

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

import type { ChangeKind, Proof } from '@people-sync/contracts/api';

/** What becomes of a person, and with whom alike: enough of a change to leave it out. */
export interface Choice {
  readonly personId: string;
  /** The group of equal changes that it is one of. */
  readonly groupId: string;
  readonly kind: ChangeKind;
  /** Of leavers: how we know. */
  readonly proof: Proof | null;
  /** Something of it made the changes wait. */
  readonly counted: boolean;
}

/** Who is left out, by person. */
export type LeftOut = ReadonlyMap<string, Choice>;

/** As many as one OK can leave out. */
export const MOST_LEFT_OUT = 5000;

/** These people too, or not any more. */
export function leaveOut(before: LeftOut, people: readonly Choice[], out: boolean): LeftOut {
  const after = new Map(before);
  for (const { personId, groupId, kind, proof, counted } of people) {
    if (out) after.set(personId, { personId, groupId, kind, proof, counted });
    else after.delete(personId);
  }
  return after;
}

/** How many of a group are left out. */
export const countOf = (leftOut: LeftOut, group: string): number => count(leftOut, ({ groupId }) => groupId === group);

/** How many are left out of whom this would become. */
export const leftOutOf = (leftOut: LeftOut, what: ChangeKind): number => count(leftOut, ({ kind }) => kind === what);

/** Of those who are left out whoever leaves by status or date. */
export const leaversOf = (leftOut: LeftOut): string[] =>
  [...leftOut.values()].filter(({ proof }) => isMarked(proof)).map(({ personId }) => personId);

const isMarked = (proof: Proof | null): boolean => proof === 'leaver-status' || proof === 'leaving-date';

function count(leftOut: LeftOut, counts: (choice: Choice) => boolean): number {
  let found = 0;
  for (const choice of leftOut.values()) if (counts(choice)) found++;
  return found;
}

/** Who is left out, by person, with the group of equal changes that each is one of. */
export type LeftOut = ReadonlyMap<string, string>;

/** As many as one OK can leave out. */
export const MOST_LEFT_OUT = 5000;

export interface Choice {
  readonly personId: string;
  readonly groupId: string;
}

/** These people too, or not any more. */
export function leaveOut(before: LeftOut, people: readonly Choice[], out: boolean): LeftOut {
  const after = new Map(before);
  for (const { personId, groupId } of people) {
    if (out) after.set(personId, groupId);
    else after.delete(personId);
  }
  return after;
}

/** How many of a group are left out. */
export function countOf(leftOut: LeftOut, groupId: string): number {
  let count = 0;
  for (const group of leftOut.values()) if (group === groupId) count++;
  return count;
}

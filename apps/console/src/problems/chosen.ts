/** Whom somebody chose: some of them, or everybody, also who is not on the page yet. */
export interface Chosen {
  readonly all: boolean;
  /** Person ids; of `all` those who are not meant. */
  readonly people: ReadonlySet<string>;
}

export const nobodyChosen: Chosen = { all: false, people: new Set() };

export const isChosen = ({ all, people }: Chosen, personId: string): boolean => all !== people.has(personId);

/** This person too, or not any more. */
export function choose(chosen: Chosen, personId: string, isIn: boolean): Chosen {
  const people = new Set(chosen.people);
  if (isIn === chosen.all) people.delete(personId);
  else people.add(personId);
  return { ...chosen, people };
}

/** As much of a person as a mirror needs to know; the rest of the record is kept as it comes. */
export interface Mirrored {
  readonly personId: string;
  /** Of the change that made the record as it is. */
  readonly changeNumber: number;
}

/** A page of the People table. */
export interface MirrorPage<P> {
  readonly people: readonly P[];
  /** What asks for the next page; null on the last. */
  readonly next: string | null;
  /** The change number of the moment that the pages are of. */
  readonly at: number;
}

/** A change of a person; without a record: the person was erased. */
export interface MirrorChange<P> {
  readonly personId: string;
  readonly changeNumber: number;
  readonly person: P | null;
}

/** A door of PeopleSync, as somebody who mirrors a company's table uses it. Either call may fail, also after it was answered. */
export interface MirrorDoor<P> {
  page(cursor: string | null): Promise<MirrorPage<P>>;
  changes(after: number): Promise<{ readonly changes: readonly MirrorChange<P>[]; readonly head: number }>;
}

/**
 * A copy of a company's People table, made by the documents alone: the list once, page by page, then the changes after the
 * moment of the list. What it has learnt it keeps; a call that fails is made again.
 */
export class Mirror<P extends Mirrored> {
  /** By person id. */
  readonly copy = new Map<string, P>();
  /** Everything up to this change is in the copy; null: the list is still being read. */
  at: number | null = null;
  private cursor: string | null = null;

  constructor(private readonly door: MirrorDoor<P>) {}

  /** The list was read to its end. */
  get isWhole(): boolean {
    return this.at !== null;
  }

  /** Reads one page of the list, if it is not whole yet; true once it is. */
  async readPage(): Promise<boolean> {
    if (this.isWhole) return true;
    const { people, next, at } = await this.door.page(this.cursor);
    for (const person of people) this.copy.set(person.personId, person);
    this.cursor = next;
    if (next === null) this.at = at;
    return this.isWhole;
  }

  /** Up to the newest change there is. @throws what the door throws; call it again. */
  async follow(): Promise<void> {
    while (!this.isWhole) await this.readPage();
    for (;;) {
      const { changes, head } = await this.door.changes(this.at ?? 0);
      for (const change of changes) this.take(change);
      const at = this.at ?? 0;
      if (at >= head) return;
      if (changes.length === 0) throw new GapError(at, head);
    }
  }

  private take({ changeNumber, personId, person }: MirrorChange<P>): void {
    const at = this.at ?? 0;
    if (changeNumber !== at + 1) throw new GapError(at, changeNumber);
    if (person) this.copy.set(personId, person);
    else this.copy.delete(personId);
    this.at = changeNumber;
  }

  /** The copy, by person. */
  rows(): P[] {
    return byPerson([...this.copy.values()]);
  }
}

/** A number is missing in the feed. */
export class GapError extends Error {
  override readonly name = 'GapError';
  constructor(
    readonly at: number,
    readonly next: number,
  ) {
    super(`after change ${at} comes ${next}`);
  }
}

/** Rows in an order that every copy of them has. */
export const byPerson = <P extends Mirrored>(people: readonly P[]): P[] =>
  [...people].sort((one, other) => (one.personId < other.personId ? -1 : 1));

/** The whole table of one moment, read anew. */
export async function wholeTable<P extends Mirrored>(door: MirrorDoor<P>): Promise<P[]> {
  const reader = new Mirror(door);
  while (!reader.isWhole) await reader.readPage();
  return reader.rows();
}

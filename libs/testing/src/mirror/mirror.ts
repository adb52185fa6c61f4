import { MemoryCopy, Mirror as ClientMirror, type MirrorDoor, type Mirrored } from '@people-sync/client';

export { GapError, type MirrorChange, type MirrorDoor, type MirrorPage } from '@people-sync/client';

/** The mirror of the client library with a copy in memory, which tests look into. */
export class Mirror<P extends Mirrored> {
  private readonly memory = new MemoryCopy<P>();
  private readonly mirror: ClientMirror<P>;

  constructor(door: MirrorDoor<P>) {
    this.mirror = new ClientMirror(door, this.memory);
  }

  /** By person id. */
  get copy(): ReadonlyMap<string, P> {
    return this.memory.people;
  }

  /** Everything up to this change is in the copy; null: the list is still being read. */
  get at(): number | null {
    return this.memory.at.at;
  }

  /** The list was read to its end. */
  get isWhole(): boolean {
    return this.at !== null;
  }

  /** Reads one page of the list, if it is not whole yet; true once it is. */
  readPage(): Promise<boolean> {
    return this.mirror.readPage();
  }

  /** Up to the newest change there is. @throws what the door throws; call it again. */
  async follow(): Promise<void> {
    await this.mirror.follow();
  }

  /** Drops the copy, and makes it from the list. */
  async beginAnew(): Promise<void> {
    await this.mirror.beginAnew();
  }

  /** The copy, by person. */
  rows(): P[] {
    return [...this.memory.rows()];
  }
}

/** Rows in an order that every copy of them has. */
export const byPerson = <P extends Mirrored>(people: readonly P[]): P[] =>
  [...people].sort((one, other) => (one.personId < other.personId ? -1 : 1));

/** The whole table of one moment, read anew. */
export async function wholeTable<P extends Mirrored>(door: MirrorDoor<P>): Promise<P[]> {
  const reader = new Mirror(door);
  while (!(await reader.readPage()));
  return reader.rows();
}

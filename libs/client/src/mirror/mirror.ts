import { memberOf } from '../refusal';

/** As much as a page has at most. */
export const LONGEST_PAGE = 500;

/** As much of a person as a mirror needs to know; the rest of the record is kept as it comes. */
export interface Mirrored {
  readonly personId: string;
}

/** A page of the People table. */
export interface MirrorPage<P> {
  readonly people: readonly P[];
  /** What asks for the next page; null on the last. */
  readonly next: string | null;
  /** The change number of the moment that the pages are of. */
  readonly at: number;
  /** Of which history that number is. */
  readonly epoch: string | null;
}

/** A change of a person; without a record: the person was erased. */
export interface MirrorChange<P> {
  readonly personId: string;
  readonly changeNumber: number;
  readonly person: P | null;
}

/** What happened after a number. */
export interface MirrorChanges<P> {
  readonly changes: readonly MirrorChange<P>[];
  readonly head: number;
  /** Of which history the head is. */
  readonly epoch: string | null;
}

/** A door of PeopleSync, as somebody who mirrors a company's table uses it. Either call may fail, also after it was answered. */
export interface MirrorDoor<P> {
  page(cursor: string | null): Promise<MirrorPage<P>>;
  changes(after: number, epoch: string | null): Promise<MirrorChanges<P>>;
}

/** How far a copy has come. */
export interface MirrorPlace {
  /** Everything up to this change is in the copy; null: the list is still being read. */
  readonly at: number | null;
  /** While the list is read, its next page; null: from its beginning. */
  readonly cursor: string | null;
  /** Of which history `at` is, as it was told with it; null: not told. */
  readonly epoch: string | null;
}

/** Where a copy is kept. */
export interface MirrorCopy<P> {
  place(): Promise<MirrorPlace>;
  /** Drops everybody, and is before the first page again: in one transaction. */
  clear(): Promise<void>;
  /** Keeps these people, drops those who are gone, and the place with them: in one transaction. */
  take(people: readonly P[], gone: readonly string[], place: MirrorPlace): Promise<void>;
}

/** Before the first page. */
export const MIRROR_BEGINS: MirrorPlace = { at: null, cursor: null, epoch: null };

/**
 * A copy of a company's People table: the list once, page by page, then the changes after the moment of the list. Its place
 * is kept with the copy; so it may be ended anywhere, and a call that fails is made again.
 */
export class Mirror<P extends Mirrored> {
  constructor(
    private readonly door: MirrorDoor<P>,
    private readonly copy: MirrorCopy<P>,
  ) {}

  /**
   * Reads one page of the list, if it is not whole yet; true once it is. A list whose moment is not known any more
   * (PeopleSync was restored to an earlier day) is begun anew. @throws what the door throws
   */
  async readPage(): Promise<boolean> {
    const place = await this.copy.place();
    if (place.at !== null) return true;
    const page = await this.pageAt(place.cursor);
    if (page === null) {
      await this.copy.clear();
      return false;
    }
    const { people, next, at, epoch } = page;
    await this.copy.take(people, [], { at: next === null ? at : null, cursor: next, epoch });
    return next === null;
  }

  /** The page; null if its place in the list is refused. */
  private async pageAt(cursor: string | null): Promise<MirrorPage<P> | null> {
    try {
      return await this.door.page(cursor);
    } catch (error) {
      // Of a page that follows another nothing is new but the cursor.
      if (cursor !== null && memberOf(error, 'reason') === 'invalid-request') return null;
      throw error;
    }
  }

  /**
   * Drops the copy and makes it from the list: after `feed-restarted` or `after-beyond-head`, which say that the copy is of
   * records that PeopleSync has no more. @throws as `follow`, which goes on with what was begun
   */
  async beginAnew(): Promise<number> {
    await this.copy.clear();
    return this.follow();
  }

  /**
   * Up to the newest change there is, which it returns. @throws what the door throws: call it again, unless its reason is
   * `feed-restarted` or `after-beyond-head`; GapError for what cannot be.
   */
  async follow(): Promise<number> {
    while (!(await this.readPage()));
    const place = await this.copy.place();
    let { epoch } = place;
    for (let at = place.at ?? 0; ;) {
      const { changes, head, epoch: told } = await this.door.changes(at, epoch);
      changes.forEach(({ changeNumber }, index) => {
        if (changeNumber !== at + index + 1) throw new GapError(at + index, changeNumber);
      });
      if (changes.length === 0 && at < head) throw new GapError(at, head);
      if (changes.length > 0 || told !== epoch) {
        at += changes.length;
        epoch = told;
        const last = new Map(changes.map((change) => [change.personId, change.person]));
        const people = [...last.values()].filter((person) => person !== null);
        const gone = [...last].filter(([, person]) => person === null).map(([personId]) => personId);
        await this.copy.take(people, gone, { at, cursor: null, epoch });
      }
      if (at >= head) return at;
    }
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

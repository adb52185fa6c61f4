import { MemoryCopy } from './memory-copy';
import { GapError, Mirror, type MirrorChange, type MirrorDoor } from './mirror';

interface Row {
  readonly personId: string;
  readonly name: string;
}
const row = (personId: string, name = personId): Row => ({ personId, name });
const change = (changeNumber: number, person: Row | null, personId = person?.personId ?? ''): MirrorChange<Row> => ({
  changeNumber,
  personId,
  person,
});

/** A company whose list has two pages, of moment 3, and what happened since. */
function company(since: readonly MirrorChange<Row>[], atATime = 2, epoch = 'now'): MirrorDoor<Row> {
  return {
    page: (cursor) =>
      Promise.resolve(
        cursor === null
          ? { people: [row('a'), row('b')], next: 'more', at: 3, epoch }
          : { people: [row('c')], next: null, at: 3, epoch },
      ),
    changes: (after, known) => {
      if (known !== epoch) return Promise.reject(Object.assign(new Error('No.'), { reason: 'feed-restarted' }));
      return Promise.resolve({
        changes: since.filter(({ changeNumber }) => changeNumber > after).slice(0, atATime),
        head: since.at(-1)?.changeNumber ?? 3,
        epoch,
      });
    },
  };
}

const since = [change(4, row('a', 'Ada')), change(5, row('d')), change(6, null, 'b'), change(7, row('a', 'Ada Moss'))];

describe('a mirror', () => {
  it('is the list and what happened since, with the last of each person', async () => {
    for (const atATime of [1, 2, 100]) {
      const copy = new MemoryCopy<Row>();
      expect(await new Mirror(company(since, atATime), copy).follow()).toBe(7);
      expect(copy.rows()).toEqual([row('a', 'Ada Moss'), row('c'), row('d')]);
      expect(await copy.place()).toEqual({ at: 7, cursor: null, epoch: 'now' });
    }
  });

  it('goes on from its copy, wherever the one before was ended and whatever answer was lost', async () => {
    for (let answers = 0; answers < 6; answers += 1) {
      const copy = new MemoryCopy<Row>();
      let left = answers;
      const lost = <T>(answer: Promise<T>): Promise<T> =>
        left-- > 0 ? answer : answer.then(() => Promise.reject(new Error('lost')));
      const door = company(since);
      const losing: MirrorDoor<Row> = {
        page: (cursor) => lost(door.page(cursor)),
        changes: (after, known) => lost(door.changes(after, known)),
      };
      await new Mirror(losing, copy).follow().catch(() => undefined);
      expect(await new Mirror(door, copy).follow()).toBe(7);
      expect(copy.rows()).toEqual([row('a', 'Ada Moss'), row('c'), row('d')]);
    }
  });

  it('takes nothing of a feed in which a number is missing', async () => {
    const copy = new MemoryCopy<Row>();
    const gap = new Mirror(company([change(4, row('a', 'Ada')), change(6, row('d'))]), copy);
    await expect(gap.follow()).rejects.toThrow(new GapError(4, 6));
    expect(await copy.place()).toEqual({ at: 3, cursor: null, epoch: 'now' });
    const silent = new Mirror(
      { ...company([]), changes: () => Promise.resolve({ changes: [], head: 9, epoch: 'now' }) },
      copy,
    );
    await expect(silent.follow()).rejects.toThrow('after change 3 comes 9');
  });

  it('begins its list anew when the moment of it is not known any more, and lets nobody stay who is not in it', async () => {
    const copy = new MemoryCopy<Row>();
    const asked: (string | null)[] = [];
    const half = new Mirror(company([]), copy);
    expect(await half.readPage()).toBe(false);
    await copy.take([row('restored away')], [], await copy.place());
    const door = company(since);
    const restored: MirrorDoor<Row> = {
      ...door,
      page: (cursor) => {
        asked.push(cursor);
        if (asked.length === 1) return Promise.reject(Object.assign(new Error('No.'), { reason: 'invalid-request' }));
        return door.page(cursor);
      },
    };
    expect(await new Mirror(restored, copy).follow()).toBe(7);
    expect(asked).toEqual(['more', null, 'more']);
    expect(copy.rows()).toEqual([row('a', 'Ada Moss'), row('c'), row('d')]);
  });

  it('says so if its first page is refused, and if its next one is for any other reason', async () => {
    const refusing = (reason: string, from: number): MirrorDoor<Row> => {
      let pages = 0;
      const door = company(since);
      return {
        ...door,
        page: (cursor) =>
          (pages += 1) >= from ? Promise.reject(Object.assign(new Error('No.'), { reason })) : door.page(cursor),
      };
    };
    const copy = new MemoryCopy<Row>();
    await expect(new Mirror(refusing('invalid-request', 1), copy).follow()).rejects.toThrow('No.');
    await expect(new Mirror(refusing('service-unavailable', 2), copy).follow()).rejects.toThrow('No.');
    expect(await copy.place()).toEqual({ at: null, cursor: 'more', epoch: 'now' });
  });

  it('is made anew, of the list alone, when its copy is of records that are no more', async () => {
    const copy = new MemoryCopy<Row>();
    // There is a change 5 in the history that is now, too, and it is another one.
    await copy.take([row('restored away')], [], { at: 5, cursor: null, epoch: 'lost' });
    const mirror = new Mirror(company(since), copy);
    await expect(mirror.follow()).rejects.toMatchObject({ reason: 'feed-restarted' });
    expect(await mirror.beginAnew()).toBe(7);
    expect(copy.rows()).toEqual([row('a', 'Ada Moss'), row('c'), row('d')]);
  });
});

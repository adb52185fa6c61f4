import { MIRROR_BEGINS, type MirrorCopy, type Mirrored, type MirrorPlace } from './mirror';

/** A copy in memory, for a look and for tests: what it holds is gone with the process. */
export class MemoryCopy<P extends Mirrored> implements MirrorCopy<P> {
  private readonly kept = new Map<string, P>();
  private now = MIRROR_BEGINS;

  /** By person id. */
  get people(): ReadonlyMap<string, P> {
    return this.kept;
  }

  /** How far it has come. */
  get at(): MirrorPlace {
    return this.now;
  }

  place(): Promise<MirrorPlace> {
    return Promise.resolve(this.now);
  }

  clear(): Promise<void> {
    this.kept.clear();
    this.now = MIRROR_BEGINS;
    return Promise.resolve();
  }

  take(people: readonly P[], gone: readonly string[], place: MirrorPlace): Promise<void> {
    for (const person of people) this.kept.set(person.personId, person);
    for (const personId of gone) this.kept.delete(personId);
    this.now = place;
    return Promise.resolve();
  }

  /** By person, in an order that every copy of them has. */
  rows(): readonly P[] {
    return [...this.kept.values()].sort((one, other) => (one.personId < other.personId ? -1 : 1));
  }
}

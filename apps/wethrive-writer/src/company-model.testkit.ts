import type { Employee } from '@people-sync/contracts';
import { employee, type Item } from './fake-reconciler.testkit';

/** What becomes of one person in a sync; what makes no sense for them as they are does nothing. */
export interface Wish {
  readonly id: string;
  readonly comesOrGoes: boolean;
  readonly team: string | undefined;
  /** Gets an address that nobody had before. */
  readonly renamed: boolean;
  /** An employee id, an address or nobody; undefined: as before. */
  readonly manager: string | null | undefined;
}

/** Somebody to be imported; who is inactive may have anybody's address. */
export interface Trustee {
  readonly id: string;
  readonly active: boolean;
  readonly formerly: string;
}

/** One step in the life of a company. */
export type Step =
  | { readonly kind: 'seats'; readonly seats: number | null }
  | { readonly kind: 'import'; readonly people: readonly Trustee[] }
  | {
      readonly kind: 'sync';
      readonly plan: 'applying' | 'approved' | 'rejected';
      readonly wishes: readonly Wish[];
      /** Those of them who stay pass their addresses on, in a ring. */
      readonly rotated: readonly string[];
    };

/** One row of the People table, as far as the model goes. */
export interface ModelPerson {
  readonly id: string;
  readonly status: 'active' | 'inactive' | 'waiting';
  readonly email: string | null;
  readonly team: string | null;
  readonly manager: string | null;
  readonly startDate: string | null;
}

const startOf = (id: string): string => `20${10 + (id.charCodeAt(1) % 3)}-01-01`;
/** The address that somebody has first. */
export const at = (id: string): string => `${id.toLowerCase()}@northwind.example`;

/** The rules of semantics.md §5 and §6 in the plainest form: one person after the other, everything counted anew. */
export class CompanyModel {
  readonly people = new Map<string, ModelPerson>();
  seats: number | null = 2;
  private addresses = 0;

  /** @param personId of an EmployeeId: of several inactive people with one address, the lowest is meant. */
  constructor(private readonly personId: (id: string) => string) {}

  setSeats(seats: number | null): void {
    this.seats = seats;
    this.giveSeats([]);
  }

  /**
   * Those of them whom the reconciler takes: who is known already stays as they are, and who claims the address of
   * somebody at work is refused.
   */
  import(people: readonly Trustee[]): Trustee[] {
    const taken = new Set([...this.people.values()].filter(({ id }) => this.isAtWork(id)).map(({ email }) => email));
    const fresh = people.filter(({ id, active }) => !this.people.has(id) && !(active && taken.has(at(id))));
    for (const { id } of fresh.filter(({ active }) => active)) this.giveUp(at(id), id, new Set());
    for (const { id, formerly } of fresh.filter(({ active }) => !active)) {
      this.people.set(id, { ...this.imported(id), email: at(formerly), status: 'inactive' });
    }
    this.giveSeats(fresh.filter(({ active }) => active).map(({ id }) => this.imported(id)));
    return fresh;
  }

  /** The items that the reconciler would send for these wishes; nothing is applied yet. */
  itemsOf(wishes: readonly Wish[], rotated: readonly string[]): Item[] {
    const staying = wishes.filter(({ id, comesOrGoes }) => !comesOrGoes && this.isAtWork(id)).map(({ id }) => id);
    const ring = rotated.filter((id) => staying.includes(id));
    const passedOn = new Map(ring.map((id, n) => [id, this.people.get(ring[(n + 1) % ring.length] ?? id)?.email]));
    const taken = new Set(
      [...this.people.values()]
        .filter(({ id }) => this.isAtWork(id) && !wishes.some((wish) => wish.id === id && wish.comesOrGoes))
        .map(({ email }) => email),
    );
    return wishes.flatMap(({ id, comesOrGoes, team, manager, renamed }): Item[] => {
      const known = this.people.get(id);
      const record = employee(id, {
        email: passedOn.get(id) ?? known?.email ?? at(id),
        jobRole: team ?? known?.team ?? 'Engineer',
        startDate: startOf(id),
        reportsToEmployeeId: null,
        reportsToEmail: null,
        ...referenceOf(manager === undefined ? (known?.manager ?? null) : manager),
      });
      if (comesOrGoes && this.isAtWork(id)) return [{ leaves: record }];
      if (comesOrGoes) {
        if (taken.has(record.email)) this.addresses += 1;
        const email = taken.has(record.email) ? `new${this.addresses}@northwind.example` : record.email;
        taken.add(email);
        return [known ? { rejoins: { ...record, email } } : { joins: { ...record, email } }];
      }
      if (renamed && !passedOn.has(id)) this.addresses += 1;
      const email = renamed && !passedOn.has(id) ? `new${this.addresses}@northwind.example` : record.email;
      return known ? [{ changes: { ...record, email } }] : [];
    });
  }

  apply(items: readonly Item[]): void {
    const back = new Set(items.flatMap((item) => ('rejoins' in item ? item.rejoins.employeeId : [])));
    for (const item of items) {
      if ('leaves' in item) this.change(item.leaves.employeeId, { status: 'inactive' });
    }
    const staying = items.flatMap((item) => ('changes' in item ? item.changes : []));
    const coming = items.flatMap((item) => ('joins' in item ? item.joins : 'rejoins' in item ? item.rejoins : []));
    const atWork = [...staying.filter(({ employeeId }) => this.isAtWork(employeeId)), ...coming];
    for (const { employeeId, email } of atWork) this.giveUp(email, employeeId, back);
    for (const record of staying) this.change(record.employeeId, fieldsOf(record));
    this.giveSeats(coming.map((record) => ({ id: record.employeeId, status: 'waiting', ...fieldsOf(record) })));
  }

  /** Whom everybody reports to, by id. */
  managers(): Record<string, string | null> {
    return Object.fromEntries(
      [...this.people.values()].map(({ id, manager }) => [id, this.named(manager)?.id ?? null]),
    );
  }

  /** `code manager affected`, sorted. */
  problems(): string[] {
    const affected = new Map<string, number>();
    const count = (problem: string) => void affected.set(problem, (affected.get(problem) ?? 0) + 1);
    for (const { id, manager: reference } of this.people.values()) {
      if (reference === null || !this.isAtWork(id)) continue;
      const manager = this.named(reference);
      if (!manager) count(`manager-unknown ${reference.includes('@') ? 'email' : 'id'}:${reference}`);
      else if (manager.status === 'inactive') count(`manager-left ${manager.id}`);
      else if (this.isInCircle(manager.id)) count(`manager-loop ${manager.id}`);
    }
    return [...affected].map(([problem, people]) => `${problem} ${people}`).sort();
  }

  isAtWork(id: string): boolean {
    const status = this.people.get(id)?.status;
    return status === 'active' || status === 'waiting';
  }

  private giveSeats(coming: readonly ModelPerson[]): void {
    const order = ({ startDate, id }: ModelPerson) => `${startDate ?? '9'} ${id}`;
    const waiting = [...this.people.values()].filter(({ status }) => status === 'waiting');
    const line = [...waiting, ...coming].sort((a, b) => (order(a) < order(b) ? -1 : 1));
    let active = [...this.people.values()].filter(({ status }) => status === 'active').length;
    for (const person of line) {
      const seated = this.seats === null || active < this.seats;
      if (seated) active += 1;
      this.people.set(person.id, { ...person, status: seated ? 'active' : 'waiting' });
    }
  }

  private giveUp(email: string | null, to: string, back: ReadonlySet<string>): void {
    for (const person of this.people.values()) {
      const gone = person.status === 'inactive' && !back.has(person.id);
      if (gone && person.id !== to && person.email === email) this.change(person.id, { email: null });
    }
  }

  private named(reference: string | null): ModelPerson | undefined {
    if (reference?.includes('@') !== true) return this.people.get(reference ?? '');
    const holders = [...this.people.values()]
      .filter(({ email }) => email === reference)
      .sort((a, b) => (this.personId(a.id) < this.personId(b.id) ? -1 : 1));
    return holders.find(({ id }) => this.isAtWork(id)) ?? holders[0];
  }

  private isInCircle(id: string): boolean {
    let at: ModelPerson | undefined = this.people.get(id);
    for (let steps = 0; at && steps <= this.people.size; steps++) {
      at = this.isAtWork(at.id) ? this.named(at.manager) : undefined;
      if (at?.id === id) return true;
    }
    return false;
  }

  private change(id: string, over: Partial<ModelPerson>): void {
    const known = this.people.get(id);
    if (known) this.people.set(id, { ...known, ...over });
  }

  private imported(id: string): ModelPerson {
    return { id, status: 'active', email: at(id), team: 'Trustees', manager: null, startDate: null };
  }
}

function fieldsOf({ email, jobRole: team, startDate, reportsToEmployeeId, reportsToEmail }: Employee) {
  return { email, team, startDate, manager: reportsToEmployeeId ?? reportsToEmail };
}

function referenceOf(manager: string | null) {
  if (manager === null) return {};
  return manager.includes('@') ? { reportsToEmail: manager } : { reportsToEmployeeId: manager };
}

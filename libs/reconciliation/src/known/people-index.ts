import type { KnownPerson } from './known-person';

/** People by id, and by each mark that a row may have of them. */
export class PeopleIndex {
  readonly byId = new Map<string, KnownPerson>();
  private readonly byEmployeeId = new Marks();
  private readonly byUniqueKey = new Marks();
  private readonly byEmail = new Marks();
  private readonly byOrgEmployeeId = new Marks();

  constructor(people: Iterable<KnownPerson> = []) {
    for (const person of people) this.put(person);
  }

  put(person: KnownPerson): void {
    const { personId } = person;
    const before = this.byId.get(personId);
    this.byId.set(personId, person);
    this.byEmployeeId.move(personId, before?.employeeId, person.employeeId);
    this.byUniqueKey.move(personId, before?.uniqueKey, person.uniqueKey);
    this.byEmail.move(personId, before?.email, person.email);
    this.byOrgEmployeeId.move(personId, before?.orgEmployeeId, person.orgEmployeeId);
  }

  remove(personId: string): void {
    const person = this.byId.get(personId);
    if (!person) return;
    this.byId.delete(personId);
    this.byEmployeeId.move(personId, person.employeeId, null);
    this.byUniqueKey.move(personId, person.uniqueKey, null);
    this.byEmail.move(personId, person.email, null);
    this.byOrgEmployeeId.move(personId, person.orgEmployeeId, null);
  }

  withEmployeeId(employeeId: string): KnownPerson[] {
    return this.people(this.byEmployeeId.of(employeeId));
  }

  withUniqueKey(uniqueKey: string): KnownPerson[] {
    return this.people(this.byUniqueKey.of(uniqueKey));
  }

  withEmail(email: string): KnownPerson[] {
    return this.people(this.byEmail.of(email));
  }

  withOrgEmployeeId(orgEmployeeId: string): KnownPerson[] {
    return this.people(this.byOrgEmployeeId.of(orgEmployeeId));
  }

  private people(ids: ReadonlySet<string>): KnownPerson[] {
    return [...ids].flatMap((id) => this.byId.get(id) ?? []);
  }
}

/** Who has a mark: one person as a rule, hardly ever two. */
class Marks {
  private readonly holders = new Map<string, Set<string>>();

  of(mark: string): ReadonlySet<string> {
    return this.holders.get(mark) ?? NOBODY;
  }

  move(personId: string, from: string | null | undefined, to: string | null): void {
    if (from === to) return;
    if (typeof from === 'string') {
      const holders = this.holders.get(from);
      holders?.delete(personId);
      if (holders?.size === 0) this.holders.delete(from);
    }
    if (to === null) return;
    const holders = this.holders.get(to);
    if (holders) holders.add(personId);
    else this.holders.set(to, new Set([personId]));
  }
}

const NOBODY: ReadonlySet<string> = new Set();

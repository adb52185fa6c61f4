import { createHash } from 'node:crypto';
import {
  ChangesCompleted,
  type Counts,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  employeeFields,
  EmployeeLeft,
  type NewEvent,
  newEvent,
  newId,
  noCounts,
  PeopleImported,
  personIdOf,
  PlanApproved,
  PlanExpired,
  PlanMade,
  PlanRejected,
  PlanSuperseded,
  SyncClosed,
} from '@people-sync/contracts';
import type { ImportedPerson } from './people/field-mapping';

/** An employee as PeopleHR has them; each test names what it is about. */
export function employee(employeeId: string, over: Partial<Employee> = {}): Employee {
  return {
    employeeId,
    uniqueKey: null,
    email: `${employeeId.toLowerCase()}@northwind.example`,
    firstName: 'Ada',
    lastName: employeeId,
    jobRole: 'Engineer',
    location: 'Leeds',
    department: 'Products',
    reportsTo: 'Grace Hill',
    reportsToEmployeeId: null,
    reportsToEmail: null,
    company: 'Northwind',
    employmentType: 'Permanent',
    status: '1',
    startDate: '2024-01-15',
    leavingDate: null,
    ...over,
  };
}

/** Somebody of WeThrive's own table, as the CSV had them. */
function importedPerson(orgEmployeeId: string): Omit<ImportedPerson, 'personId'> {
  return {
    sourceVersion: 1,
    weThriveId: `W-${orgEmployeeId}`,
    orgEmployeeId,
    email: `${orgEmployeeId.toLowerCase()}@northwind.example`,
    name: `Ada ${orgEmployeeId}`,
    team: 'Trustees',
    location: 'Leeds',
    department: 'Board',
    manager: null,
    unit: 'Alpha',
    status: 'active',
  };
}

/** What happens to one employee in a sync. */
export type Item =
  | { readonly joins: Employee }
  | { readonly rejoins: Employee }
  /** `formerly`: the EmployeeId under which the person was met first, if it is another now. */
  | { readonly changes: Employee; readonly formerly?: string }
  | { readonly leaves: Employee };

const employeeOf = (item: Item): Employee =>
  'joins' in item ? item.joins : 'rejoins' in item ? item.rejoins : 'changes' in item ? item.changes : item.leaves;

/** What the plans count that only they know. */
const COUNTS: Counts = { ...noCounts, seen: 120, refused: 2, unchanged: 115, missing: 1 };

/** Sends one tenant's syncs as the reconciler would: every person's events are numbered 1, 2, 3… */
export class FakeReconciler {
  private readonly sourceVersions = new Map<string, number>();
  /** By person: the record last said of them. */
  private readonly records = new Map<string, Employee>();
  private number = 0;

  constructor(readonly tenantId: string) {}

  personId(employeeId: string): string {
    return personIdOf(this.tenantId, 'company', employeeId, 0);
  }

  /** Somebody who was to join begins again. */
  forget(employeeId: string): void {
    this.sourceVersions.delete(this.personId(employeeId));
  }

  /** PlanMade, the items, and ChangesCompleted if there is anything to complete. */
  sync(items: readonly Item[], plan: { outcome?: 'applying' | 'previewed'; problems?: number } = {}): NewEvent[] {
    const { origin, number, made } = this.plan(items.length, plan.outcome ?? 'applying', plan.problems);
    return items.length === 0 ? [made] : [made, ...this.completed(items, origin, number)];
  }

  /** A held plan of so many items, and what may become of it. */
  held(itemCount: number, problems = 0) {
    const { origin, number, digest: hash, made } = this.plan(itemCount, 'held', problems);
    return {
      made,
      /** PlanApproved, the items that nobody excluded, and ChangesCompleted whatever their number. */
      approved: (
        items: readonly Item[],
        exclude: readonly string[] = [],
        { part = 'all', counts = COUNTS }: { part?: 'all' | 'leavers'; counts?: Counts } = {},
      ) => [
        newEvent(PlanApproved, origin, {
          number,
          hash,
          exclude: exclude.map((id) => this.personId(id)),
          part,
          counts,
          problems: part === 'all' ? problems : 0,
          noes: [],
        }),
        ...this.completed(items, origin, number),
      ],
      /** The items without anybody's approval. */
      unapproved: (items: readonly Item[]) => this.completed(items, origin, number),
      endings: {
        rejected: newEvent(PlanRejected, origin, {
          number,
          hash,
          remembers: 'what-made-it-wait',
          also: [],
          kept: itemCount,
          noes: [],
        }),
        expired: newEvent(PlanExpired, origin, { number, hash }),
        superseded: newEvent(PlanSuperseded, origin, { number, hash, by: newId() }),
        cancelled: newEvent(SyncClosed, origin, { number, status: 'cancelled', reason: null }),
      },
    };
  }

  /** People who are in WeThrive already; their Org employee ID names them here. */
  imports(...people: readonly (Partial<ImportedPerson> & { orgEmployeeId: string })[]): NewEvent {
    const full = people.map((person): ImportedPerson => {
      const personId = this.personId(person.orgEmployeeId);
      this.sourceVersions.set(personId, 1);
      return { ...importedPerson(person.orgEmployeeId), personId, ...person };
    });
    return newEvent(
      PeopleImported,
      { source: '/peoplesync/reconciler', tenantId: this.tenantId, actor: 'grace' },
      { people: full, knownVersion: 1 },
    );
  }

  private plan(itemCount: number, outcome: 'applying' | 'held' | 'previewed', problems = 0) {
    this.number += 1;
    const number = this.number;
    const origin = { source: '/peoplesync/reconciler', tenantId: this.tenantId, syncId: newId(), actor: 'grace' };
    const digest = createHash('sha256').update(origin.syncId).digest('hex');
    const made = newEvent(PlanMade, origin, {
      number,
      mode: 'apply',
      outcome,
      heldBecause: [],
      itemCount,
      hash: digest,
      base: number,
      baseDigest: digest,
      policy: 0,
      decisions: 0,
      rules: 1,
      today: '2026-11-24',
      takenAt: '2026-11-24T21:00:00.000Z',
      counts: COUNTS,
      problems,
      safeguards: [],
      heldSince: outcome === 'held' ? '2026-11-24T21:00:00.000Z' : null,
      tentative: [],
    });
    return { origin, number, digest, made };
  }

  private completed(
    items: readonly Item[],
    origin: { source: string; tenantId: string; syncId: string },
    number: number,
  ): NewEvent[] {
    const completed = newEvent(ChangesCompleted, origin, { number, count: items.length });
    return [...items.map((item) => this.event(item, origin)), completed];
  }

  private event(item: Item, origin: { source: string; tenantId: string; syncId: string }): NewEvent {
    const record = employeeOf(item);
    const formerly = 'changes' in item ? item.formerly : undefined;
    const personId = this.personId(formerly ?? record.employeeId);
    const sourceVersion = (this.sourceVersions.get(personId) ?? 0) + 1;
    this.sourceVersions.set(personId, sourceVersion);
    const before = this.records.get(personId) ?? record;
    this.records.set(personId, record);
    const about = { ...origin, subject: personId };
    const data = { personId, sourceVersion, employee: record };
    if ('changes' in item) {
      const changed = employeeFields.filter((field) => before[field] !== record[field]);
      const old = Object.fromEntries(changed.map((field) => [field, before[field]]));
      return newEvent(EmployeeChanged, about, { ...data, changed, old });
    }
    if ('leaves' in item) return newEvent(EmployeeLeft, about, { ...data, proof: 'leaver-status' });
    return newEvent(EmployeeAdded, about, { ...data, rejoined: 'rejoins' in item });
  }
}

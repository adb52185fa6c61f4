import { createHash } from 'node:crypto';
import {
  ChangesCompleted,
  type Employee,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  type NewEvent,
  newEvent,
  newId,
  noCounts,
  personIdOf,
  PlanMade,
} from '@people-sync/contracts';

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

/** What happens to one employee in a sync. */
export type Item =
  | { readonly joins: Employee }
  | { readonly rejoins: Employee }
  | { readonly changes: Employee }
  | { readonly leaves: Employee };

const employeeOf = (item: Item): Employee =>
  'joins' in item ? item.joins : 'rejoins' in item ? item.rejoins : 'changes' in item ? item.changes : item.leaves;

/** Sends one tenant's syncs as the reconciler would: every person's events are numbered 1, 2, 3… */
export class FakeReconciler {
  private readonly sourceVersions = new Map<string, number>();
  private number = 0;

  constructor(readonly tenantId: string) {}

  personId(employeeId: string): string {
    return personIdOf(this.tenantId, 'company', employeeId, 0);
  }

  /** PlanMade, the items, and ChangesCompleted if there is anything to complete. */
  sync(
    items: readonly Item[],
    plan: { outcome?: 'applying' | 'held' | 'previewed'; problems?: number } = {},
  ): NewEvent[] {
    this.number += 1;
    const number = this.number;
    const origin = { source: '/peoplesync/reconciler', tenantId: this.tenantId, syncId: newId(), actor: 'grace' };
    const digest = createHash('sha256').update(origin.syncId).digest('hex');
    const planMade = newEvent(PlanMade, origin, {
      number,
      mode: 'apply',
      outcome: plan.outcome ?? 'applying',
      heldBecause: [],
      itemCount: items.length,
      hash: digest,
      base: number,
      baseDigest: digest,
      policy: 0,
      decisions: 0,
      rules: 1,
      today: '2026-11-24',
      takenAt: '2026-11-24T21:00:00.000Z',
      counts: { ...noCounts, seen: 120, refused: 2, unchanged: 115, missing: 1 },
      problems: plan.problems ?? 0,
      safeguards: [],
    });
    if (items.length === 0) return [planMade];
    const completed = newEvent(ChangesCompleted, origin, { number, count: items.length });
    return [planMade, ...items.map((item) => this.event(item, origin)), completed];
  }

  private event(item: Item, origin: { source: string; tenantId: string; syncId: string }): NewEvent {
    const record = employeeOf(item);
    const personId = this.personId(record.employeeId);
    const sourceVersion = (this.sourceVersions.get(personId) ?? 0) + 1;
    this.sourceVersions.set(personId, sourceVersion);
    const about = { ...origin, subject: personId };
    const data = { personId, sourceVersion, employee: record };
    if ('changes' in item) return newEvent(EmployeeChanged, about, { ...data, changed: [], old: {} });
    if ('leaves' in item) return newEvent(EmployeeLeft, about, { ...data, proof: 'leaver-status' });
    return newEvent(EmployeeAdded, about, { ...data, rejoined: 'rejoins' in item });
  }
}

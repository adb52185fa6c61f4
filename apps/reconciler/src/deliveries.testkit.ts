import { type AnyEvent, type Employee, PlanMade } from '@people-sync/contracts';
import { snapshot } from './fetched.testkit';
import { type ReconcilerTestkit } from './reconciler.testkit';

/** Three invented people. */
export const threePeople = (anEmployee: (of: Pick<Employee, 'employeeId' | 'firstName' | 'lastName'>) => Employee) => ({
  ines: anEmployee({ employeeId: 'PW1', firstName: 'Ines', lastName: 'Faulkner' }),
  omar: anEmployee({ employeeId: 'PW2', firstName: 'Omar', lastName: 'Reyes' }),
  petra: anEmployee({ employeeId: 'PW3', firstName: 'Petra', lastName: 'Lund' }),
});

export const typesOf = (events: readonly { type: string }[]): string[] => events.map(({ type }) => type);

/** Answers that are delivered to a reconciler, and what it says and keeps of them. */
export class Deliveries {
  constructor(private readonly reconciler: ReconcilerTestkit) {}

  /** A whole answer of PeopleHR for the sync of this number. */
  async apply(tenantId: string, number: number, employees: readonly Employee[], takenAt?: string): Promise<void> {
    await this.reconciler.deliver(snapshot({ tenantId, number, ...(takenAt ? { takenAt } : {}) }, employees));
  }

  /** What a delivery adds to what was said of the tenant. */
  async saidBy(tenantId: string, deliver: () => Promise<unknown>): Promise<AnyEvent[]> {
    const before = await this.reconciler.said(tenantId);
    await deliver();
    return (await this.reconciler.said(tenantId)).slice(before.length);
  }

  plansOf(tenantId: string) {
    return this.reconciler.saidOf(tenantId, PlanMade);
  }

  async stagedRows(tenantId: string): Promise<unknown> {
    return (await this.reconciler.rows('SELECT count(*)::int AS n FROM staging WHERE tenant_id = $1', [tenantId]))[0]?.[
      'n'
    ];
  }
}

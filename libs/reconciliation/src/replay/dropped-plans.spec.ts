import { defaultPolicy, type Employee, employeeFields, type Policy, SyncClosed } from '@people-sync/contracts';
import { propertyRuns } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { employee } from '../verdicts/rules.testkit';
import { RecordedTenant } from './recorded-tenant.testkit';

const IDS = ['PW1', 'PW2', 'PW3', 'PW4'];

/** Where somebody stands in PeopleHR: at work in this role, a leaver, or not there at all. */
type Whereabouts = 'Potter' | 'Glazer' | 'left' | 'absent';
type Answer = readonly Whereabouts[];
type Step = { readonly sync: Answer } | { readonly drops: number };

const answer = fc.tuple(...IDS.map(() => fc.constantFrom<Whereabouts>('Potter', 'Potter', 'Glazer', 'left', 'absent')));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ sync: answer }) },
  { weight: 2, arbitrary: fc.record({ drops: fc.constantFrom(0, 0, 0, 1, 2) }) },
);

const rowsOf = (standings: Answer): Employee[] =>
  standings.flatMap((standing, n) => {
    const employeeId = IDS[n] ?? '';
    if (standing === 'absent') return [];
    return [
      standing === 'left'
        ? employee(employeeId, { status: '2', leavingDate: '2026-01-05' })
        : employee(employeeId, { jobRole: standing }),
    ];
  });

const all = { people: 1_000, fraction: 1 };
const safeguards: Policy['safeguards'] = {
  leavers: all,
  absentOrOutOfScope: all,
  joiners: all,
  fieldGoesBlank: all,
  fieldBecomesOneValue: all,
  emailChanges: all,
  unknownStatus: all,
  knownInSnapshot: 0,
};

/** A company of few people, whom no safeguard keeps. */
class DroppingTenant extends RecordedTenant {
  private nights = 0;

  static async begin(): Promise<DroppingTenant> {
    const tenant = new DroppingTenant();
    await tenant.setPolicy({ ...defaultPolicy, safeguards }, false);
    return tenant;
  }

  async night(standings: Answer): Promise<void> {
    this.nights += 1;
    const takenAt = new Date(Date.UTC(2026, 1, this.nights, 2)).toISOString();
    const employees = rowsOf(standings);
    const of = { fieldsPresent: employeeFields, companyId: 'company', takenAt, today: takenAt.slice(0, 10) };
    await this.sync({ employees, sent: employees, ...of }, 'apply');
  }

  /** @param ago 0: of the newest plan */
  drop(ago: number): void {
    const [syncId, plan] = [...this.record.applied].sort(([, a], [, b]) => b.number - a.number)[ago] ?? [];
    if (syncId && plan)
      this.say(SyncClosed, { number: plan.number, status: 'failed', reason: 'changes-dropped' }, { syncId });
  }

  active(): string[] {
    const people = [...this.record.known.byId.values()].filter(({ active }) => active);
    return people.map(({ employeeId, employee: { jobRole } }) => `${employeeId ?? ''} ${jobRole ?? ''}`).sort();
  }
}

describe('a company of which plans are dropped at any time', () => {
  it('knows what PeopleHR has, once the next answers are applied, and replays alike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), answer, async (steps, last) => {
        const tenant = await DroppingTenant.begin();
        for (const one of steps) {
          if ('sync' in one) await tenant.night(one.sync);
          else tenant.drop(one.drops);
        }
        // Somebody absent needs two answers a day apart.
        for (let night = 0; night < 3; night++) await tenant.night(last);
        const here = IDS.flatMap((id, n) => (last[n] === 'Potter' || last[n] === 'Glazer' ? [`${id} ${last[n]}`] : []));
        expect(tenant.active()).toEqual(here);
        expect(tenant.report().differences).toEqual([]);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  it('forgets whom only the dropped plan knew, and says anew what it said', async () => {
    const tenant = await DroppingTenant.begin();
    await tenant.night(['Potter', 'absent', 'absent', 'absent']);
    await tenant.night(['Glazer', 'Potter', 'absent', 'absent']);
    tenant.drop(0);
    expect(tenant.active()).toEqual(['PW1 Glazer']);
    expect([...tenant.record.known.byId.values()].map(({ digest }) => digest)).toEqual(['']);
    const before = tenant.events.length;
    await tenant.night(['Glazer', 'Potter', 'absent', 'absent']);
    expect(tenant.events.slice(before).map(({ type }) => type.split('.').slice(-3).join('.'))).toEqual([
      'plan.made.v1',
      'employee.changed.v1',
      'employee.added.v1',
      'changes.completed.v1',
    ]);
  });
});

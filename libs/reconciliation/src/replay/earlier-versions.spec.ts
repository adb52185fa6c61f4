import {
  type DataOf,
  defaultPolicy,
  PeopleImported,
  PlanApproved,
  PlanRejected,
  type Policy,
  PolicyChanged,
} from '@people-sync/contracts';
import { CompanyLife, stories } from '../model/company-life.testkit';
import { evolve } from './evolve';
import { RecordIncompleteError, type RecordedEvent } from './recorded-event';
import { RecordedTenant } from './recorded-tenant.testkit';
import { newTenantRecord } from './tenant-record';

const event = (type: string, data: object): RecordedEvent => ({ id: '', type, subject: 'x', syncId: undefined, data });

/** As the event is read that was written by the first version. */
const settings = (policyVersion: number, over: Partial<Policy>): RecordedEvent =>
  event(PolicyChanged.type, { policyVersion, policy: { ...defaultPolicy, ...over } });

const department = { include: ['Sales'], exclude: [] };

/** The lives' records as they would be had these events been written by their first versions. */
async function recordsOfBefore(): Promise<RecordedEvent[][]> {
  const records: RecordedEvent[][] = [];
  for (const steps of Object.values(stories)) {
    const tenant = new RecordedTenant();
    await new CompanyLife(tenant).live(steps);
    const noes = [PlanApproved.type, PlanRejected.type];
    records.push(
      tenant.events.map((one) =>
        noes.includes(one.type) ? { ...one, data: { ...(one.data as object), noes: undefined } } : one,
      ),
    );
  }
  return records;
}

const saysNo = ({ type, data }: RecordedEvent): boolean =>
  (type === PlanApproved.type && (data as DataOf<typeof PlanApproved>).exclude.length > 0) ||
  (type === PlanRejected.type && (data as DataOf<typeof PlanRejected>).kept > 0);

describe('a record that was written by earlier versions', () => {
  it('is folded as far as they tell everything', async () => {
    const records = await recordsOfBefore();
    const whole = records.filter((events) => !events.some(saysNo));
    expect(whole.length).toBeGreaterThan(0);
    for (const events of whole) expect(() => evolve(newTenantRecord('tiles'), events)).not.toThrow();
    const told = settings(1, { daysBeforeStart: 3 });
    expect(evolve(newTenantRecord('tiles'), [told])).toMatchObject({ policyVersion: 1, leavingShown: null });
  });

  it('comes to no end where they do not tell what somebody was shown, or said no to, and says which event it was', async () => {
    const records = await recordsOfBefore();
    const lacking = records.filter((events) => events.some(saysNo));
    expect(lacking.length).toBeGreaterThan(0);
    for (const events of lacking) expect(() => evolve(newTenantRecord('tiles'), events)).toThrow(RecordIncompleteError);
    const scoped = settings(1, { scope: { ...defaultPolicy.scope, department } });
    expect(() => evolve(newTenantRecord('tiles'), [scoped])).toThrow('policy.changed');
    const imported = event(PeopleImported.type, { people: [] });
    expect(() => evolve(newTenantRecord('tiles'), [imported])).toThrow('which version of known');
  });
});

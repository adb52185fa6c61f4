import { randomUUID } from 'node:crypto';
import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { type Answer, listing, refusal, says, throttled, worker, writes } from '../rig/fake-peoplehr.testkit';
import { FetcherRig, nameOf, type RigTenant } from '../rig/fetcher-rig.testkit';

const twoPeople = says(listing(worker('PW1'), worker('PW2')));
const company = (CompanyId: unknown) => says({ ...listing(), Result: { CompanyId, CompanyName: 'Northwind Tiles' } });

describeReal('postgres')('whether the key still belongs to the same company', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
    await rig.start();
  });
  afterAll(async () => {
    await rig.close();
    await database.drop();
  });

  /** A customer whose first sync went well, and the syncs that follow it. */
  const customer = async () => {
    const tenant = rig.tenant(twoPeople);
    let number = 1;
    await rig.request(tenant);
    await rig.ended(tenant);
    const sync = async (...answers: Answer[]) => {
      number += 1;
      rig.peopleHr.will(tenant.apiKey, ...answers);
      await rig.request(tenant, { number });
      const event = (await rig.ended(tenant, number)).at(-1);
      return { is: event ? nameOf(event) : '', ...(event?.data as { reason?: string; companyId?: string }) };
    };
    return { tenant, sync, actions: () => actionsOf(tenant) };
  };
  const aWeekLater = ({ tenantId }: RigTenant) =>
    rig.sql.query(`UPDATE fetcher.jobs SET company_checked_at = now() - interval '8 days' WHERE tenant_id = $1`, [
      tenantId,
    ]);
  const actionsOf = ({ apiKey }: RigTenant) =>
    rig.peopleHr.asked
      .filter(({ key }) => key === apiKey)
      .map(({ body }) =>
        (body as { Action: string }).Action.replace('GetAllEmployeeDetail', 'list').replace(/^Get/, ''),
      );

  it('is looked at once a week, before anybody is read', async () => {
    const { tenant, sync, actions } = await customer();
    await sync(twoPeople);
    await aWeekLater(tenant);
    expect(await sync(company(66446), twoPeople)).toMatchObject({ is: 'snapshot.completed', companyId: '66446' });
    await sync(twoPeople);
    expect(actions()).toEqual(['list', 'list', 'CompanyInformation', 'list', 'list']);
  });

  it('fails as wrong-company, reads nobody, and is looked at again until it is right', async () => {
    const { tenant, sync, actions } = await customer();
    await aWeekLater(tenant);
    for (let n = 0; n < 2; n++)
      expect(await sync(company(999), twoPeople)).toMatchObject({ is: 'snapshot.failed', reason: 'wrong-company' });
    expect(actions()).toEqual(['list', 'CompanyInformation', 'CompanyInformation']);
    expect(await sync(company(' 66446 '), twoPeople)).toMatchObject({ is: 'snapshot.completed' });
    await sync(twoPeople);
    expect(actions().slice(3)).toEqual(['CompanyInformation', 'list', 'list']);
  });

  it.each([
    ['refuses to say', says(refusal(5, 'Access Denied.'))],
    ['says nothing', company('')],
    ['is asked too often', says(throttled)],
    ['answers HTML', writes('<html>Maintenance</html>')],
    ['breaks off', writes('{"isError":false,"Status":0,"Result":{"CompanyId":9')],
  ])('holds nobody up if PeopleHR %s, and is asked again by the next sync', async (_, silence) => {
    const { tenant, sync, actions } = await customer();
    await aWeekLater(tenant);
    expect(await sync(silence, twoPeople)).toMatchObject({ is: 'snapshot.completed', companyId: '66446' });
    expect(await sync(company(999), twoPeople)).toMatchObject({ reason: 'wrong-company' });
    expect(actions()).toEqual(['list', 'CompanyInformation', 'list', 'CompanyInformation']);
  });

  it('is measured by the company that was confirmed with the newest key', async () => {
    const { tenant, sync } = await customer();
    // As after another company's key was entered and the change confirmed.
    rig.vault.keys.set(tenant.tenantId, { connectionId: randomUUID(), apiKey: tenant.apiKey, companyId: '999' });
    expect(await sync(twoPeople)).toMatchObject({ is: 'snapshot.completed', companyId: '999' });
    await aWeekLater(tenant);
    expect(await sync(company(999), twoPeople)).toMatchObject({ is: 'snapshot.completed', companyId: '999' });
    await aWeekLater(tenant);
    expect(await sync(company(66446), twoPeople)).toMatchObject({ reason: 'wrong-company' });
  });
});

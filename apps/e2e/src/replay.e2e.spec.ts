import type { Replay } from '@people-sync/contracts/api';
import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import { Customer } from './doors/customer.client';
import { query } from './doors/event-trail';
import { staff } from './doors/staff';

jest.setTimeout(600_000);

const PEOPLE = 60;

describeReal('postgres')('a check of the record of a running system', () => {
  let system: RunningSystem;
  let customer: Customer;

  beforeAll(async () => {
    system = await startSystem({ form: 'embedded' });
    customer = await Customer.create(system, aTenantId(), { rows: staff(PEOPLE) }, PEOPLE - 3);
    await customer.mustConnect();
    // Nights of several kinds: a first load without licences for all of them, changes, and nothing new.
    expect(await customer.sync()).toMatchObject({ applied: { joined: PEOPLE - 3, waiting: 3 } });
    expect((await customer.call('PUT', '/licences', { seats: PEOPLE })).status).toBe(200);
    const changed = await customer.changeInPeopleHr(0.1, 'department', 'Glazing');
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { changed } });
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { changed: 0 } });
  });
  afterAll(() => system.stop());

  const checked = async (until?: string): Promise<Replay> => {
    const { status, body } = await customer.call('POST', '/audit/replays', until === undefined ? {} : { until });
    expect(status).toBe(202);
    const address = `/audit/replays/${String(body['replayId'])}`;
    return eventually(async () => {
      const replay = (await customer.call('GET', address)).body as unknown as Replay;
      expect(['completed', 'failed']).toContain(replay.status);
      return replay;
    }, 60_000);
  };

  it('compares every plan, everybody in the table and everybody known, and finds no difference', async () => {
    const replay = await checked();
    expect(replay).toMatchObject({ status: 'completed', differences: [], differenceCount: 0, reason: null });
    expect(replay.checked).toMatchObject({ plans: 3, people: PEOPLE, known: PEOPLE, keptPlans: 3 });
    expect(replay.checked?.events).toBeGreaterThan(PEOPLE);
    expect(replay.message).toBe('The record was checked: everything is as it says.');
  });

  it('goes up to a moment of the past, and compares with the table of that moment', async () => {
    const { body } = await customer.call('GET', '/syncs?limit=3');
    const [, second] = body['items'] as { requestedAt: string }[];
    const replay = await checked(second?.requestedAt);
    expect(replay).toMatchObject({ status: 'completed', differences: [] });
    expect(replay.checked).toMatchObject({ plans: 1, people: PEOPLE, known: 0 });
  });

  it.each([
    ['the People table', 'writer.people', 'team', `SELECT person_id AS id, team AS was FROM writer.people`],
    [
      'those who are known',
      'reconciler.persons',
      'name',
      `SELECT person_id AS id, name AS was FROM reconciler.persons`,
    ],
  ])('finds the one row of %s that somebody changed by hand, with both sides', async (_, table, field, one) => {
    const [row] = await query<{ id: string; was: string | null }>(system, `${one} WHERE tenant_id = $1 LIMIT 1`, [
      customer.tenant,
    ]);
    const set = `UPDATE ${table} SET ${field} = $3 WHERE tenant_id = $1 AND person_id = $2`;
    await query(system, set, [customer.tenant, row?.id, 'By Hand']);
    const replay = await checked();
    await query(system, set, [customer.tenant, row?.id, row?.was]);
    expect(replay.differenceCount).toBe(1);
    expect(replay.differences).toMatchObject([
      { about: 'person', personId: row?.id, what: field, recorded: '"By Hand"', expected: JSON.stringify(row?.was) },
    ]);
    expect(replay.message).toContain('1 thing is not as it says');
    // What was found about somebody stands in no table in clear.
    const kept = await query<{ report: string }>(
      system,
      'SELECT report::text FROM audit.replays WHERE report IS NOT NULL',
    );
    expect(kept.map(({ report }) => report).join()).not.toContain('By Hand');
  });

  it('may be asked for by an auditor, who sees what was found', async () => {
    const token = await system.tokenFor({ subject: 'vera', roles: ['peoplesync.auditor'], tenant: customer.tenant });
    const asked = (method: string, path: string) =>
      fetch(`${system.http}/v1/tenants/${customer.tenant}/audit/replays${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      });
    const made = await asked('POST', '');
    expect(made.status).toBe(202);
    const { replayId } = (await made.json()) as Replay;
    expect((await asked('GET', `/${replayId}`)).status).toBe(200);
    const { items } = (await (await asked('GET', '')).json()) as { items: Replay[] };
    expect(items[0]?.replayId).toBe(replayId);
  });
});

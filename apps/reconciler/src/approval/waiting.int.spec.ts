import { PlanApproved } from '@people-sync/contracts';
import { anEmployee, aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { CompanyUnderTest, firstOf, kindsOf, nightOf, type Synced } from '../company.testkit';
import { ADMIN, ReconcilerTestkit } from '../reconciler.testkit';
import { leaver, noLonger, sixOfTwenty } from './six-leave.testkit';

describeReal('postgres')('a plan that waits for an OK', () => {
  let database: TestDatabase;
  let reconciler: ReconcilerTestkit;
  let company: CompanyUnderTest;
  beforeAll(async () => {
    database = await provideTestDatabase();
    reconciler = await ReconcilerTestkit.start(database);
  });
  beforeEach(() => {
    company = new CompanyUnderTest(reconciler, aTenantId());
  });
  afterAll(async () => {
    await reconciler.close();
    await database.drop();
  });

  const { people, sixGone, sixLeave } = sixOfTwenty(anEmployee);

  describe('and gets no answer', () => {
    const expiresAt = async ({ syncId }: Synced) =>
      (
        await reconciler.rows(
          `SELECT date_trunc('milliseconds', expires_at)::text AS expires_at FROM plans WHERE sync_id = $1`,
          [syncId],
        )
      )[0]?.['expires_at'];
    const lastsUntil = (held: Synced, interval: string) =>
      reconciler.rows('UPDATE plans SET expires_at = now() + $2::interval WHERE sync_id = $1', [held.syncId, interval]);

    it('is ended after them, though 150 others cannot be ended just now', async () => {
      const held = await sixLeave(company);
      await lastsUntil(held, '-1 minute');
      await reconciler.rows(
        `INSERT INTO plans SELECT (jsonb_populate_record(p, jsonb_build_object(
           'tenant_id', 'a-' || i, 'sync_id', gen_random_uuid(), 'expires_at', now() - interval '1 day'))).*
         FROM plans p, generate_series(1, 150) i WHERE p.sync_id = $1`,
        [held.syncId],
      );
      await reconciler.rows(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'not now'; END $$`);
      await reconciler.rows(`CREATE TRIGGER refuse BEFORE UPDATE ON plans FOR EACH ROW
        WHEN (OLD.tenant_id LIKE 'a-%') EXECUTE FUNCTION refuse()`);
      await reconciler.expiry.expire();
      expect(await company.plan(held)).toMatchObject({ state: 'expired' });
      await reconciler.rows('DROP FUNCTION refuse() CASCADE');
      await reconciler.rows(`DELETE FROM plans WHERE tenant_id LIKE 'a-%'`);
    });

    it('waits for seven days', async () => {
      const held = await sixLeave(company);
      const [row] = await reconciler.rows(
        `SELECT expires_at - made_at = interval '7 days' AS week FROM plans WHERE sync_id = $1`,
        [held.syncId],
      );
      expect(row).toEqual({ week: true });
      await lastsUntil(held, '1 hour');
      await reconciler.expiry.expire();
      expect(await company.plan(held)).toMatchObject({ state: 'held' });
    });

    it('ends then, once, and is made anew by the next sync', async () => {
      const held = await sixLeave(company);
      await lastsUntil(held, '-1 second');
      const said = await company.saidBy(async () => {
        await reconciler.expiry.expire();
        await reconciler.expiry.expire();
      });
      expect(said).toMatchObject([{ syncId: held.syncId, data: { number: 2, hash: held.plan.hash } }]);
      expect(kindsOf(said)).toEqual(['plan.expired']);
      expect(await company.approve(held)).toEqual({ kind: 'plan-outdated' });
      const next = await company.sync(sixGone);
      expect(next.plan).toMatchObject({ outcome: 'held', hash: held.plan.hash });
      expect(next.types).toEqual(['plan.made']);
    });

    it('is not applied any more when its days are over, whether or not it was ended yet', async () => {
      const held = await sixLeave(company);
      await lastsUntil(held, '-1 minute');
      reconciler.clock.time = new Date().toISOString();
      expect(await company.approve(held)).toEqual({ kind: 'plan-outdated' });
      reconciler.clock.time = nightOf(1);
      expect(await noLonger(company)).toEqual([]);
    });

    it('is taken over by the same plan of the next sync, until the day of the first', async () => {
      const held = await sixLeave(company);
      await lastsUntil(held, '2 days');
      const next = await company.sync(sixGone);
      expect(next.plan).toMatchObject({ outcome: 'held', hash: held.plan.hash });
      expect(next.types).toEqual(['plan.superseded', 'plan.made']);
      expect(next.said[0]).toMatchObject({
        syncId: held.syncId,
        data: { number: 2, hash: held.plan.hash, by: next.syncId },
      });
      expect(await expiresAt(next)).toBe(await expiresAt(held));
      expect(await company.plan(held)).toMatchObject({ state: 'superseded', supersededBy: next.syncId });
    });

    it('is acted on under its old address, as long as it is the same plan', async () => {
      const held = await sixLeave(company);
      await company.sync(sixGone);
      const newest = await company.sync(sixGone);
      expect(await company.plan(held)).toMatchObject({ supersededBy: newest.syncId });
      expect(await company.approve(held)).toMatchObject({
        kind: 'decided',
        plan: { syncId: newest.syncId, number: 4 },
      });
      expect(await reconciler.saidOf(company.tenantId, PlanApproved)).toMatchObject([{ number: 4 }]);
      expect(await company.approve(held)).toMatchObject({ kind: 'decided', plan: { syncId: newest.syncId } });
    });

    it('gives way to another plan, which waits for days of its own', async () => {
      const held = await sixLeave(company);
      await lastsUntil(held, '2 days');
      const next = await company.sync(firstOf(people, 7, leaver));
      expect(next.plan).toMatchObject({ outcome: 'held', itemCount: 7 });
      expect(next.types).toEqual(['plan.superseded', 'plan.made']);
      const [row] = await reconciler.rows(
        `SELECT expires_at - made_at = interval '7 days' AS week FROM plans WHERE sync_id = $1`,
        [next.syncId],
      );
      expect(row).toEqual({ week: true });
      expect(await company.approve(held)).toEqual({ kind: 'plan-outdated' });
      expect(await company.approve(next)).toMatchObject({ kind: 'decided' });
    });

    it('gives way to a plan that may be applied at once', async () => {
      const held = await sixLeave(company);
      const next = await company.sync(firstOf(people, 2, leaver));
      expect(next.plan).toMatchObject({ outcome: 'applying', itemCount: 2 });
      expect(next.types[0]).toBe('plan.superseded');
      expect(await company.approve(held)).toEqual({ kind: 'plan-outdated' });
      expect(await noLonger(company)).toHaveLength(2);
    });

    it('has waited since the first answer that did, whatever became of the plans, until one is accepted', async () => {
      const held = await sixLeave(company);
      expect(held.plan.heldSince).toBe(nightOf(2));
      expect((await company.sync(firstOf(people, 7, leaver))).plan.heldSince).toBe(nightOf(2));
      await company.putOff(await company.sync(firstOf(people, 8, leaver)));
      const next = await company.sync(sixGone);
      expect(await company.plan(next)).toMatchObject({ heldSince: nightOf(2), takenAt: nightOf(5) });
      expect((await company.sync(people)).plan).toMatchObject({ outcome: 'applying', heldSince: null });
      expect((await company.sync(sixGone)).plan.heldSince).toBe(nightOf(7));
    });

    it('goes on waiting while somebody only looks at what a sync would do', async () => {
      const held = await sixLeave(company);
      const preview = await company.sync(people, { mode: 'preview' });
      expect(preview.types).toEqual(['plan.made']);
      expect(await company.approve(held)).toMatchObject({ kind: 'decided' });
    });
  });

  describe('and is cancelled', () => {
    it('ends, and is not applied any more', async () => {
      const held = await sixLeave(company);
      const said = await company.saidBy(async () => {
        expect(await company.close(held)).toBe('closed');
        expect(await company.close(held)).toBe('closed');
      });
      expect(kindsOf(said)).toEqual(['sync.closed']);
      expect(await company.plan(held)).toMatchObject({ state: 'cancelled', decidedBy: ADMIN });
      expect(await company.approve(held)).toEqual({ kind: 'plan-outdated' });
      expect((await company.sync(sixGone)).types).toEqual(['plan.made']);
    });

    it('cannot be once it was approved', async () => {
      const held = await sixLeave(company);
      await company.approve(held);
      expect(await company.close(held)).toBe('too-late');
    });
  });
});

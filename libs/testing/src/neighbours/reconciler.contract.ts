import { randomUUID } from 'node:crypto';
import type { GrpcClient, reconcilerV1 } from '@people-sync/platform';
import { endOf, lying, type Rule } from './rule';

type Reconciler = GrpcClient<reconcilerV1.ReconcilerClient>;

/** A plan that waits for an OK, of two people at least. */
export interface WaitingPlan {
  readonly tenantId: string;
  readonly syncId: string;
  readonly hash: string;
}

/** The reconciler as the gateway meets it. */
export interface Deciding {
  readonly gateway: Reconciler;
  /** Somebody whom nobody may be answered in the name of. */
  readonly stranger: Reconciler;
  readonly newTenant: () => string;
  readonly waitingPlan: () => Promise<WaitingPlan>;
}

const NOT_FOUND = 'NOT_FOUND not-found';
const actor = 'grace@tiles.example';
const page = { limit: 10, cursor: '' };
const OTHER_HASH = 'f'.repeat(64);

export const decidingRules: readonly Rule<Deciding>[] = [
  {
    name: 'a sync without a plan has none to show, and none to answer',
    check: async ({ gateway, newTenant }) => {
      const sync = { tenantId: newTenant(), syncId: randomUUID() };
      const answer = { ...sync, hash: OTHER_HASH, actor };
      const ends = await Promise.all([
        endOf(gateway.getPlan({ ...sync, ...page, groupId: '' })),
        endOf(gateway.approvePlan({ ...answer, exclude: [], leaversOnly: false })),
        endOf(gateway.rejectPlan({ ...answer, also: [], notNow: false })),
        endOf(gateway.leaveOutOfPlan({ ...answer, people: [] })),
      ]);
      expect(ends).toEqual(ends.map(() => 'NOT_FOUND no-plan'));
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        rejectPlan: ({ syncId, actor: decidedBy }) =>
          Promise.resolve({ syncId, number: 1, state: 'rejected', decidedBy, decidedAt: '' }),
      }),
    }),
  },
  {
    name: 'a plan is shown page by page, each person once, and its groups with the first page',
    check: async ({ gateway, waitingPlan }) => {
      const { tenantId, syncId, hash } = await waitingPlan();
      const shown: reconcilerV1.GetPlanResponse[] = [];
      let cursor = '';
      do {
        const next = await gateway.getPlan({ tenantId, syncId, groupId: '', limit: 1, cursor });
        shown.push(next);
        cursor = next.nextCursor;
      } while (cursor !== '');
      const people = shown.flatMap(({ items }) => items.map(({ personId }) => personId));
      expect(shown.map((one) => [one.hash, one.state])).toEqual(shown.map(() => [hash, 'held']));
      expect([people.length, new Set(people).size]).toEqual([shown[0]?.itemCount, shown[0]?.itemCount]);
      expect(people.length).toBeGreaterThan(1);
      expect(shown.map(({ groups }) => groups.length > 0)).toEqual(shown.map((_, i) => i === 0));
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        getPlan: async (request) => ({ ...(await subject.gateway.getPlan(request)), nextCursor: '' }),
      }),
    }),
  },
  {
    name: 'another plan than the one that was shown is not answered',
    check: async ({ gateway, waitingPlan }) => {
      const { tenantId, syncId } = await waitingPlan();
      const answer = { tenantId, syncId, hash: OTHER_HASH, actor };
      const outdated = 'ABORTED plan-outdated';
      expect(await endOf(gateway.approvePlan({ ...answer, exclude: [], leaversOnly: false }))).toBe(outdated);
      expect(await endOf(gateway.rejectPlan({ ...answer, also: [], notNow: true }))).toBe(outdated);
      expect(await endOf(gateway.leaveOutOfPlan({ ...answer, people: [] }))).toBe(outdated);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        leaveOutOfPlan: ({ syncId, hash }) => Promise.resolve({ syncId, number: 1, hash, itemCount: 0 }),
      }),
    }),
  },
  {
    name: 'an answer to a plan that waits is told with who gave it, and the same again is told alike',
    check: async ({ gateway, waitingPlan }) => {
      const { tenantId, syncId, hash } = await waitingPlan();
      const no = { tenantId, syncId, hash, actor, also: [], notNow: true };
      const first = await gateway.rejectPlan(no);
      expect(first).toMatchObject({ syncId, state: 'rejected', decidedBy: actor });
      expect(await gateway.rejectPlan(no)).toEqual(first);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        rejectPlan: async (request) => ({ ...(await subject.gateway.rejectPlan(request)), decidedBy: '' }),
      }),
    }),
  },
  {
    name: 'an answer that says something else than the first one is told what that was',
    check: async ({ gateway, waitingPlan }) => {
      const { tenantId, syncId, hash } = await waitingPlan();
      const { items } = await gateway.getPlan({ tenantId, syncId, groupId: '', ...page });
      const also = items.slice(0, 1).map(({ personId }) => personId);
      const answer = { tenantId, syncId, hash, actor: 'ben@tiles.example' };
      await gateway.rejectPlan({ ...answer, actor, also, notNow: false });
      const decided = { state: 'rejected', decidedBy: actor, notNow: false, people: also, peopleCount: 1 };
      for (const other of [
        () => gateway.rejectPlan({ ...answer, also: [], notNow: false }),
        () => gateway.rejectPlan({ ...answer, also: [], notNow: true }),
        () => gateway.approvePlan({ ...answer, exclude: also, leaversOnly: false }),
      ]) {
        const refusal: unknown = await other().catch((error: unknown) => error);
        expect(refusal).toMatchObject({ reason: 'already-decided', said: { decided } });
      }
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        approvePlan: ({ syncId, actor: decidedBy }) =>
          Promise.resolve({ syncId, number: 1, state: 'approved', decidedBy, decidedAt: '' }),
      }),
    }),
  },
  {
    name: 'a sync of which it has not heard is closed, and stays as it was ended first',
    check: async ({ gateway, newTenant }) => {
      const sync = { tenantId: newTenant(), syncId: randomUUID(), number: 1, actor };
      const ended = { outcome: 'closed', status: 'cancelled', reason: '' };
      expect(await gateway.closeSync({ ...sync, status: 'cancelled', reason: '' })).toEqual(ended);
      expect(await gateway.closeSync({ ...sync, status: 'failed', reason: 'no-progress' })).toEqual(ended);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        closeSync: ({ status, reason }) => Promise.resolve({ outcome: 'closed', status, reason }),
      }),
    }),
  },
  {
    name: 'settings count a version up when they change, and only then',
    check: async ({ gateway, newTenant }) => {
      const tenantId = newTenant();
      const set = (daysBeforeStart: number, shownVersion?: number) => {
        const policy = { daysBeforeStart } as reconcilerV1.Policy;
        return gateway.setPolicy({ tenantId, policy, expectedVersion: 0, shownVersion, actor });
      };
      const { version, policy } = await gateway.getPolicy({ tenantId });
      const days = policy?.daysBeforeStart ?? 0;
      const changed = await set(days + 1, 0);
      expect([version, changed.version, changed.policy?.daysBeforeStart]).toEqual([0, 1, days + 1]);
      expect((await set(days + 1, 1)).version).toBe(1);
      expect((await set(days + 1)).version).toBe(1);
      // Also the one before anything was set: of two who are first, one wins.
      for (const shown of [0, 7]) expect(await endOf(set(days + 2, shown))).toBe('ABORTED policy-outdated');
      expect(await gateway.getPolicy({ tenantId })).toEqual(changed);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        setPolicy: (request) => subject.gateway.setPolicy({ ...request, shownVersion: undefined }),
      }),
    }),
  },
  {
    name: 'people are left out, protected and taken back one by one: whoever is not named stays as they are',
    check: async ({ gateway, newTenant }) => {
      const tenantId = newTenant();
      const nobody = { tenantId, actor, leaveOut: [], takeBack: [], protect: [], unprotect: [] };
      const [ada, ben, cy] = [randomUUID(), randomUUID(), randomUUID()];
      const out = (personId: string, reason = 'Trustee') => ({ personId, reason });
      const first = await gateway.changePolicyPeople({ ...nobody, leaveOut: [out(ada), out(ben)], protect: [cy] });
      expect(first).toMatchObject({ version: 1, policy: { protectedPeople: { personIds: [cy] } } });
      expect(first.policy?.leaveOut?.people).toEqual([out(ada), out(ben)]);
      const second = await gateway.changePolicyPeople({
        ...nobody,
        leaveOut: [out(cy)],
        takeBack: [ada],
        protect: [ada],
      });
      expect(second.policy?.leaveOut?.people).toEqual([out(ben), out(cy)]);
      expect([second.version, second.policy?.protectedPeople?.personIds]).toEqual([2, [cy, ada]]);
      // The same again is no change, and so is whoever is taken back who was not left out.
      expect(await gateway.changePolicyPeople({ ...nobody, protect: [ada], takeBack: [ada] })).toEqual(second);
      const third = await gateway.changePolicyPeople({ ...nobody, leaveOut: [out(cy, 'On leave')], unprotect: [cy] });
      expect(third.policy?.leaveOut?.people).toContainEqual(out(cy, 'On leave'));
      expect([third.policy?.leaveOut?.people.length, third.policy?.protectedPeople?.personIds]).toEqual([2, [ada]]);
      expect(await gateway.getPolicy({ tenantId })).toEqual(third);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        // What the whole list written anew does to those whom somebody else put on it.
        changePolicyPeople: async (request) => {
          const { policy } = await subject.gateway.getPolicy(request);
          const takeBack = (policy?.leaveOut?.people ?? []).map(({ personId }) => personId);
          return subject.gateway.changePolicyPeople({ ...request, takeBack });
        },
      }),
    }),
  },
  {
    name: 'a company of which nothing is known has empty lists, and nothing to undo, set aside or explain',
    check: async ({ gateway, newTenant }) => {
      const tenantId = newTenant();
      const of = { tenantId, personId: '', syncId: '', ...page };
      expect(await gateway.listDecisions({ ...of, tentative: false })).toEqual({ decisions: [], nextCursor: '' });
      expect(await gateway.listProblems({ ...of, state: 'open' })).toMatchObject({ problems: [], nextCursor: '' });
      const ends = await Promise.all([
        endOf(gateway.undoDecision({ tenantId, decisionId: randomUUID(), actor })),
        endOf(gateway.setAsideProblem({ tenantId, problemId: randomUUID(), actor })),
        endOf(gateway.explainPerson({ tenantId, personId: randomUUID(), employeeId: '', email: '' })),
      ]);
      expect(ends).toEqual(ends.map(() => NOT_FOUND));
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        listDecisions: async (request) => ({ ...(await subject.gateway.listDecisions(request)), nextCursor: '10' }),
      }),
    }),
  },
  {
    name: 'nobody but the gateway is answered about plans',
    check: async ({ stranger, newTenant }) => {
      expect(await endOf(stranger.getPolicy({ tenantId: newTenant() }))).toMatch(/^PERMISSION_DENIED/);
    },
    broken: (subject) => ({ ...subject, stranger: subject.gateway }),
  },
];

import { randomUUID } from 'node:crypto';
import type { GrpcClient, writerV1 } from '@people-sync/platform';
import { endOf, lying, type Rule } from './rule';

type Writer = GrpcClient<writerV1.WriterClient>;

/** The writer as the gateway meets it. */
export interface PeopleTable {
  readonly gateway: Writer;
  /** Somebody whom nobody may be answered in the name of. */
  readonly stranger: Writer;
  readonly newTenant: () => string;
  /** A company of so many active people, each written once: their ids. */
  readonly company: (size: number) => Promise<{ readonly tenantId: string; readonly personIds: readonly string[] }>;
}

const NOT_FOUND = 'NOT_FOUND not-found';
const everybody = {
  status: '',
  search: '',
  team: '',
  asOf: '',
  cursor: '',
  location: '',
  department: '',
  manager: '',
  reportsTo: '',
  sort: '',
};
const sorted = (ids: readonly string[]): string[] => [...ids].sort();
const idsOf = (people: readonly writerV1.Person[]): string[] => people.map(({ personId }) => personId);

export const peopleRules: readonly Rule<PeopleTable>[] = [
  {
    name: 'somebody who is not in the table is not shown, with or without a history',
    check: async ({ gateway, newTenant }) => {
      const nobody = { tenantId: newTenant(), personId: randomUUID() };
      expect(await endOf(gateway.getPerson(nobody))).toBe(NOT_FOUND);
      expect(await endOf(gateway.getPersonHistory({ ...nobody, limit: 10, cursor: '' }))).toBe(NOT_FOUND);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, { getPersonHistory: () => Promise.resolve({ versions: [], nextCursor: '' }) }),
    }),
  },
  {
    name: 'the table is shown page by page, everybody once, with how many there are in all',
    check: async ({ gateway, company }) => {
      const { tenantId, personIds } = await company(3);
      const first = await gateway.listPeople({ tenantId, ...everybody, limit: 2 });
      const rest = await gateway.listPeople({ tenantId, ...everybody, limit: 2, cursor: first.nextCursor });
      expect([first.people.length, first.total, rest.total, rest.nextCursor]).toEqual([2, 3, 3, '']);
      expect(sorted(idsOf([...first.people, ...rest.people]))).toEqual(sorted(personIds));
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        listPeople: (request) => subject.gateway.listPeople({ ...request, cursor: '' }),
      }),
    }),
  },
  {
    name: 'a table with nobody in it is an empty page',
    check: async ({ gateway, newTenant }) => {
      const page = await gateway.listPeople({ tenantId: newTenant(), ...everybody, limit: 2 });
      expect(page).toEqual({ people: [], nextCursor: '', total: 0, changeNumber: 0, epoch: undefined });
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        listPeople: async (request) => ({ ...(await subject.gateway.listPeople(request)), nextCursor: '2' }),
      }),
    }),
  },
  {
    name: 'of people who are named those come who are in the table',
    check: async ({ gateway, company }) => {
      const { tenantId, personIds } = await company(2);
      const [first = '', second = ''] = personIds;
      const { people } = await gateway.getPeople({ tenantId, personIds: [second, randomUUID(), first], asOf: '' });
      expect(sorted(idsOf(people))).toEqual(sorted(personIds));
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, { getPeople: () => Promise.resolve({ people: [] }) }),
    }),
  },
  {
    name: 'a selection names everybody whom the list shows',
    check: async ({ gateway, company }) => {
      const { tenantId, personIds } = await company(3);
      const { personIds: selected } = await gateway.selectPeople({ tenantId, ...everybody });
      expect(sorted(selected)).toEqual(sorted(personIds));
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        selectPeople: async (request) => {
          const selected = await subject.gateway.selectPeople(request);
          return { ...selected, personIds: selected.personIds.slice(1) };
        },
      }),
    }),
  },
  {
    name: 'changes come from a number on, in order, each with its person',
    check: async ({ gateway, company }) => {
      const { tenantId, personIds } = await company(3);
      const { changes: all } = await gateway.listPeopleChanges({ tenantId, after: 0, limit: 0 });
      expect(sorted(all.flatMap(({ person }) => person?.personId ?? []))).toEqual(sorted(personIds));
      const numbers = all.map(({ changeNumber }) => changeNumber);
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
      const { changes: later } = await gateway.listPeopleChanges({ tenantId, after: numbers[0] ?? 0, limit: 1 });
      expect(later.map(({ changeNumber }) => changeNumber)).toEqual(numbers.slice(1, 2));
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        listPeopleChanges: (request) => subject.gateway.listPeopleChanges({ ...request, after: 0 }),
      }),
    }),
  },
  {
    name: 'the table says of which change it is, and changes say which is the newest: the same, if nobody writes',
    check: async ({ gateway, company, newTenant }) => {
      const { tenantId } = await company(3);
      const { changeNumber } = await gateway.listPeople({ tenantId, ...everybody, limit: 1 });
      const { changes, head } = await gateway.listPeopleChanges({ tenantId, after: changeNumber, limit: 9 });
      expect([changes, head]).toEqual([[], changeNumber]);
      expect((await gateway.listPeopleChanges({ tenantId, after: 0, limit: 1 })).head).toBe(changeNumber);
      expect((await gateway.selectPeople({ tenantId, ...everybody })).changeNumber).toBe(changeNumber);
      expect((await gateway.listPeopleChanges({ tenantId: newTenant(), after: 7, limit: 9 })).head).toBe(0);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        listPeopleChanges: async (request) => ({
          ...(await subject.gateway.listPeopleChanges(request)),
          head: request.after,
        }),
      }),
    }),
  },
  {
    name: 'licences are shown as they were set, and none of a company that was never given any',
    check: async ({ gateway, newTenant }) => {
      const tenantId = newTenant();
      expect(await endOf(gateway.getLicences({ tenantId }))).toBe(NOT_FOUND);
      for (const seats of [7, undefined]) {
        const set = await gateway.setLicences({ tenantId, seats, unlimited: seats === undefined, actor: 'grace' });
        expect([set.seats, (await gateway.getLicences({ tenantId })).seats]).toEqual([seats, seats]);
      }
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        getLicences: async (request) => ({ ...(await subject.gateway.getLicences(request)), seats: 0 }),
      }),
    }),
  },
  {
    name: 'a sync of which it has not heard waits',
    check: async ({ gateway, newTenant }) => {
      const waiting = { outcome: 'waiting', problems: 0, appliedAt: '' };
      expect(await gateway.settleSync({ tenantId: newTenant(), syncId: randomUUID() })).toMatchObject(waiting);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        settleSync: async (request) => ({ ...(await subject.gateway.settleSync(request)), outcome: 'applied' }),
      }),
    }),
  },
  {
    name: 'a company without problems has an empty list, and none to set aside',
    check: async ({ gateway, newTenant }) => {
      const tenantId = newTenant();
      const list = await gateway.listProblems({ tenantId, state: 'open', syncId: '', limit: 10, cursor: '' });
      expect(list).toEqual({ problems: [], nextCursor: '' });
      const setAside = gateway.setAsideProblem({ tenantId, problemId: randomUUID(), actor: 'grace' });
      expect(await endOf(setAside)).toBe(NOT_FOUND);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        listProblems: async (request) => ({ ...(await subject.gateway.listProblems(request)), nextCursor: '10' }),
      }),
    }),
  },
  {
    name: 'nobody but the gateway is answered about people',
    check: async ({ stranger, company }) => {
      const { tenantId, personIds } = await company(1);
      expect(await endOf(stranger.getPerson({ tenantId, personId: personIds[0] ?? '' }))).toMatch(/^PERMISSION_DENIED/);
    },
    broken: (subject) => ({ ...subject, stranger: subject.gateway }),
  },
];

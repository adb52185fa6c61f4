import {
  type AnyEvent,
  ChangesCompleted,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  isEvent,
  PlanApproved,
  PlanMade,
} from '@people-sync/contracts';
import type { Rule } from './rule';

/** The reconciler as the writer meets it: what it says of one company, in order. */
export interface Changes {
  /** Of three syncs: two people join; one gets another job role and one leaves; nothing changes. */
  readonly life: () => Promise<readonly AnyEvent[]>;
  /** Of a plan that waits, and is approved with everybody left out. */
  readonly approvedForNobody: () => Promise<readonly AnyEvent[]>;
}

const isChange = (event: AnyEvent): boolean =>
  isEvent(EmployeeAdded, event) || isEvent(EmployeeChanged, event) || isEvent(EmployeeLeft, event);

const changeOf = ({ data }: AnyEvent) => data as { readonly personId: string; readonly sourceVersion: number };

/** By sync, in order. */
function bySync(events: readonly AnyEvent[]): AnyEvent[][] {
  const syncs = new Map<string, AnyEvent[]>();
  for (const event of events) syncs.set(event.syncId ?? '', [...(syncs.get(event.syncId ?? '') ?? []), event]);
  return [...syncs.values()];
}

/** With something of each event changed. */
const altered = (subject: Changes, alter: (events: readonly AnyEvent[]) => AnyEvent[]): Changes => ({
  life: async () => alter(await subject.life()),
  approvedForNobody: async () => alter(await subject.approvedForNobody()),
});

export const changesRules: readonly Rule<Changes>[] = [
  {
    name: 'a plan that is applied is followed by its changes, and at last by how many they were',
    check: async ({ life }) => {
      const [first = [], second = []] = bySync(await life());
      for (const said of [first, second]) {
        const [made, ...rest] = said;
        const changes = rest.filter(isChange);
        expect(made && isEvent(PlanMade, made) && [made.data.outcome, made.data.itemCount]).toEqual(['applying', 2]);
        expect(changes).toHaveLength(2);
        const last = rest.at(-1);
        expect(last && isEvent(ChangesCompleted, last) && last.data.count).toBe(2);
      }
    },
    broken: (subject) => altered(subject, (events) => events.filter((event) => !isEvent(EmployeeLeft, event))),
  },
  {
    name: 'a plan that changes nobody is all that is said of its sync',
    check: async ({ life }) => {
      const [, , quiet = []] = bySync(await life());
      expect(quiet.map((event) => isEvent(PlanMade, event) && event.data.itemCount)).toEqual([0]);
    },
    broken: (subject) =>
      altered(subject, (events) => [
        ...events,
        ...events.slice(-1).map((event) => ({ ...event, type: ChangesCompleted.type })),
      ]),
  },
  {
    name: 'the changes of each person are numbered 1, 2, 3…',
    check: async ({ life }) => {
      const numbers = new Map<string, number[]>();
      for (const { personId, sourceVersion } of (await life()).filter(isChange).map(changeOf))
        numbers.set(personId, [...(numbers.get(personId) ?? []), sourceVersion]);
      expect([...numbers.values()]).toEqual([
        [1, 2],
        [1, 2],
      ]);
    },
    broken: (subject) => altered(subject, (events) => events.filter((event) => !isEvent(EmployeeAdded, event))),
  },
  {
    name: 'a change is about its person',
    check: async ({ life }) => {
      const changes = (await life()).filter(isChange);
      expect(changes.map(({ subject }) => subject)).toEqual(changes.map((event) => changeOf(event).personId));
    },
    broken: (subject) => altered(subject, (events) => events.map((event) => ({ ...event, subject: event.tenantId }))),
  },
  {
    name: 'a change names the fields that are others now, with what they were',
    check: async ({ life }) => {
      const [changed] = (await life()).filter((event) => isEvent(EmployeeChanged, event));
      expect(changed?.data.changed).toEqual(['jobRole']);
      expect(Object.keys(changed?.data.old ?? {})).toEqual(['jobRole']);
      expect(changed?.data.old.jobRole).not.toBe(changed?.data.employee.jobRole);
    },
    broken: (subject) =>
      altered(subject, (events) =>
        events.map((event) =>
          isEvent(EmployeeChanged, event) ? { ...event, data: { ...event.data, changed: [], old: {} } } : event,
        ),
      ),
  },
  {
    name: 'of a plan that waits nothing is said before its OK, and then how many changes there are, though it be none',
    check: async ({ approvedForNobody }) => {
      const said = bySync(await approvedForNobody()).at(-1) ?? [];
      expect(said.map(({ type }) => type)).toEqual([PlanMade.type, PlanApproved.type, ChangesCompleted.type]);
      const [made, , completed] = said;
      expect(made && isEvent(PlanMade, made) && made.data.outcome).toBe('held');
      expect(completed && isEvent(ChangesCompleted, completed) && completed.data.count).toBe(0);
    },
    broken: (subject) => altered(subject, (events) => events.filter((event) => !isEvent(ChangesCompleted, event))),
  },
];

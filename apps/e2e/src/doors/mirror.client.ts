import { fieldsOf, jsonOf, peopleSyncRpcs, type Person } from '@people-sync/contracts/api';
import { callGateway, type MirrorChange, type MirrorDoor, type RunningSystem } from '@people-sync/testing';

/** What a mirror reads a company by, whichever door that is. */
export type PersonDoor = MirrorDoor<Person>;

interface PeopleJson {
  readonly items: readonly Person[];
  readonly nextCursor: string | null;
  readonly changeNumber: number;
  readonly epoch: string | null;
}

interface ChangesJson {
  readonly items: readonly MirrorChange<Person>[];
  readonly head: number;
  readonly epoch: string | null;
}

/** By HTTP. @throws what is answered, if it is not 200 */
export function overHttp(system: RunningSystem, tenant: string, limit: number): PersonDoor {
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${system.http}/v1/tenants/${tenant}${path}`, {
      headers: { authorization: `Bearer ${system.token}` },
    });
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    page: async (cursor) => {
      const page = await get<PeopleJson>(`/people?limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`);
      return { people: page.items, next: page.nextCursor, at: page.changeNumber, epoch: page.epoch };
    },
    changes: async (after, known) => {
      const since = `after=${after}${known === null ? '' : `&epoch=${known}`}`;
      const { items, head, epoch } = await get<ChangesJson>(`/people/changes?${since}&limit=${limit}`);
      return { changes: items, head, epoch };
    },
  };
}

/** By gRPC, told in the words of HTTP. @throws gRPC's error */
export function overGrpc(system: RunningSystem, tenant: string, limit: number): PersonDoor {
  const ask = async <T>(name: 'listPeople' | 'listPeopleChanges', request: object): Promise<T> => {
    const answer = await callGateway(system.grpc, system.token, name, { tenant, limit, ...request });
    return jsonOf(peopleSyncRpcs[name].answer, answer) as T;
  };
  return {
    page: async (cursor) => {
      const page = await ask<PeopleJson>('listPeople', cursor === null ? {} : { cursor });
      return { people: page.items.map(whole), next: page.nextCursor, at: page.changeNumber, epoch: page.epoch };
    },
    changes: async (after, known) => {
      const asked = { after, ...(known === null ? {} : { epoch: known }) };
      const { items, head, epoch } = await ask<ChangesJson>('listPeopleChanges', asked);
      return { changes: items.map((one) => ({ ...one, person: one.person && whole(one.person) })), head, epoch };
    },
  };
}

/** A record by its declaration: every field in one order, so that copies of both doors can be compared. */
const whole = (person: Person): Person =>
  Object.fromEntries(
    fieldsOf(peopleSyncRpcs.getPerson.answer).map(({ name }) => [name, person[name as keyof Person]]),
  ) as unknown as Person;

/** The same door, of which now and then an answer is lost on its way, after the call was done. */
export function losing(door: PersonDoor, every: number): PersonDoor {
  let calls = 0;
  const lost = async <T>(answer: Promise<T>): Promise<T> => {
    const told = await answer;
    calls += 1;
    if (calls % every === 0) throw new LostAnswerError();
    return told;
  };
  return { page: (cursor) => lost(door.page(cursor)), changes: (after, epoch) => lost(door.changes(after, epoch)) };
}

/** An answer did not arrive. */
export class LostAnswerError extends Error {
  override readonly name = 'LostAnswerError';
}

import type { Person } from '../gen/wethrive/peoplesync/v1/peoplesync';
import type { GrpcClient } from '../grpc/grpc.client';
import type { HttpClient, Shapes } from '../http/http.client';
import { RefusedError } from '../http/refused-error';
import type { MirrorDoor } from './mirror';

/** As much as a page has at most. */
const LONGEST_PAGE = 500;

/** A company's table over gRPC. @param limit people, or changes, at a time */
export const grpcMirrorDoor = (
  client: Pick<GrpcClient, 'listPeople' | 'listPeopleChanges'>,
  tenant: string,
  limit = LONGEST_PAGE,
): MirrorDoor<Person> => ({
  page: async (cursor) => {
    const page = await client.listPeople({ tenant, limit, cursor: cursor ?? undefined });
    return { people: page.items, next: page.nextCursor ?? null, at: page.changeNumber, epoch: page.epoch ?? null };
  },
  changes: async (after, known) => {
    const asked = { tenant, limit, after, epoch: known ?? undefined };
    const { items, head, epoch = null } = await client.listPeopleChanges(asked);
    return { changes: items.map(({ person = null, ...change }) => ({ ...change, person })), head, epoch };
  },
});

/** A company's table over HTTP. @param limit people, or changes, at a time */
export const httpMirrorDoor = (
  client: HttpClient,
  tenant: string,
  limit = LONGEST_PAGE,
): MirrorDoor<Shapes['Person']> => ({
  page: async (cursor) => {
    const query = { limit, ...(cursor === null ? {} : { cursor }) };
    const { data, error } = await client.GET('/v1/tenants/{tenant}/people', { params: { path: { tenant }, query } });
    if (!data) throw new RefusedError(error);
    return { people: data.items, next: data.nextCursor, at: data.changeNumber, epoch: data.epoch };
  },
  changes: async (after, known) => {
    const query = { limit, after, ...(known === null ? {} : { epoch: known }) };
    const path = '/v1/tenants/{tenant}/people/changes';
    const { data, error } = await client.GET(path, { params: { path: { tenant }, query } });
    if (!data) throw new RefusedError(error);
    return { changes: data.items, head: data.head, epoch: data.epoch };
  },
});

import type { HttpClient, Shapes } from '../http/http.client';
import { RefusedError } from '../http/refused-error';
import { LONGEST_PAGE, type MirrorDoor } from './mirror';

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

import type { Person } from '../gen/wethrive/peoplesync/v1/peoplesync';
import type { GrpcClient } from '../grpc/grpc.client';
import { LONGEST_PAGE, type MirrorDoor } from './mirror';

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

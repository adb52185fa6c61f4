import type { AnyEvent } from '@people-sync/contracts';

/** How far a tenant's part of a stream is recorded. */
export interface TenantPlace {
  readonly tenantId: string;
  readonly epoch: number;
  readonly position: number;
}

/** Those of a batch that are not recorded yet, and how far the tenants' streams are then. */
export interface FreshEvents {
  readonly events: readonly AnyEvent[];
  readonly places: readonly TenantPlace[];
}

/**
 * Leaves out what is recorded: positions of a tenant only rise within an epoch, and epochs only rise. The consumer passes
 * over what it took before; this holds as well where its place was lost.
 * @param events of one topic that has positions, in order
 * @param known of that topic, of these tenants
 */
export function notRecorded(events: readonly AnyEvent[], known: readonly TenantPlace[]): FreshEvents {
  const places = new Map(known.map((place) => [place.tenantId, place]));
  const moved = new Map<string, TenantPlace>();
  const fresh = events.filter(({ tenantId, epoch, position }) => {
    if (epoch === undefined || position === undefined) return true;
    const before = places.get(tenantId);
    const isLater = !before || epoch > before.epoch || (epoch === before.epoch && position > before.position);
    if (!isLater) return false;
    const place = { tenantId, epoch, position };
    places.set(tenantId, place);
    moved.set(tenantId, place);
    return true;
  });
  return { events: fresh, places: [...moved.values()] };
}

import { type Parked as ParkedShape, type ParkedOutcome, parkingServices } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { type messagingV1 } from '@people-sync/platform';
import type { Caller } from '../access/caller';
import { orRefusal } from '../neighbours/refusals';
import { pageOf } from '../paging/list-cursor';
import type { Page, PageQuery } from '../paging/page.dto';
import { parkedId, parkedName, type ParkedPlace, parkedPlace, placeWord } from './parked-place';
import { ParkingOwners, type ParkingService } from './parking-owners.client';

/** Two hundred thousand records take a while. A call that is not waited for goes on all the same. */
const LONG = { deadlineMs: 60_000 } as const;

/** Events that a service could not take: the platform sees them, and says how to go on. */
@Injectable()
export class Parked {
  constructor(private readonly owners: ParkingOwners) {}

  /** Service by service; a page that one does not fill goes on with the next. */
  list({ limit, cursor }: PageQuery): Promise<Page<ParkedShape>> {
    return pageOf(['parked'], cursor, async (word) => {
      const items: ParkedShape[] = [];
      let place: ParkedPlace | null = parkedPlace(word);
      while (place && items.length < limit) {
        const { service }: ParkedPlace = place;
        const request = { limit: limit - items.length, cursor: place.cursor };
        const { streams, nextCursor } = await this.owners.of(service).listParked(request);
        items.push(...streams.map((stream) => parkedView(service, stream)));
        place = nextCursor === '' ? afterAll(service) : { service, cursor: nextCursor };
      }
      return { items, nextCursor: place ? placeWord(place) : '' };
    });
  }

  /**
   * Takes what waits, up to what still cannot be taken.
   * @throws ProblemException 404 if nothing waits, 409 `still-parked` if something still cannot be taken.
   */
  retry(caller: Caller, id: string): Promise<ParkedOutcome> {
    return this.change(caller, id, async (calls, request) => {
      await calls.retryParked(request, LONG);
      return { skipped: 0, flows: true };
    });
  }

  /** Leaves out the first event that cannot be taken, for good; the service logs who said so. 404 as above. */
  skip(caller: Caller, id: string): Promise<ParkedOutcome> {
    return this.change(caller, id, async (calls, request) => {
      const { skipped, flows } = await calls.skipParked(request, LONG);
      return { skipped, flows };
    });
  }

  private async change(
    { identity: { actor } }: Caller,
    id: string,
    work: (calls: ReturnType<ParkingOwners['of']>, request: messagingV1.ParkedRequest) => Promise<ParkedOutcome>,
  ): Promise<ParkedOutcome> {
    const { service, topic, tenantId } = parkedName(id);
    return orRefusal(work(this.owners.of(service), { topic, tenantId, actor }));
  }
}

function afterAll(service: ParkingService): ParkedPlace | null {
  const next = parkingServices[parkingServices.indexOf(service) + 1];
  return next ? { service: next, cursor: '' } : null;
}

const parkedView = (service: ParkingService, stream: messagingV1.ParkedStream): ParkedShape => ({
  parkedId: parkedId({ service, topic: stream.topic, tenantId: stream.tenantId }),
  service,
  topic: stream.topic,
  tenant: stream.tenantId,
  code: stream.code,
  reason: stream.reason,
  waiting: stream.waiting,
  bytes: stream.bytes,
  shed: stream.shed,
  parkedAt: stream.parkedAt,
});

import { Injectable } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { HistoryRepository, type HistoryPlace } from './history.repository';
import { type Cause, personEvent } from './person-events';

/** Versions that are in memory at once: a first load of 50,000 people takes ten rounds instead of 200 MB. */
const CHUNK = 5_000;

/** Says what was written to people: an event per version, in the order of the change numbers. */
@Injectable()
export class AnnouncementHandler {
  constructor(
    private readonly history: HistoryRepository,
    private readonly log: EventLog,
  ) {}

  /**
   * Appends the events of all versions after the given change numbers, then `closing`. The last thing a transaction
   * does. All tenants of one call are of one partition when it comes from a batch, so that further chunks of the same
   * transaction wait for no other stream.
   */
  async announce(
    tx: EntityManager,
    written: readonly HistoryPlace[],
    causeOf: (tenantId: string) => Cause,
    closing: readonly NewEvent[],
  ): Promise<void> {
    let places = written;
    while (places.length > 0) {
      const versions = await this.history.since(tx, places, CHUNK);
      const events = versions.map((version) => personEvent(version, causeOf(version.tenantId)));
      if (versions.length < CHUNK) return this.log.append(tx, [...events, ...closing]);
      await this.log.append(tx, events);
      places = placesAfter(places, versions.at(-1));
    }
    await this.log.append(tx, closing);
  }
}

/** What is still to be read, once everything up to and including `last` has been. */
function placesAfter(places: readonly HistoryPlace[], last: HistoryPlace | undefined): readonly HistoryPlace[] {
  const index = places.findIndex((place) => place.tenantId === last?.tenantId);
  return last ? [{ tenantId: last.tenantId, changeNo: last.changeNo }, ...places.slice(index + 1)] : places;
}

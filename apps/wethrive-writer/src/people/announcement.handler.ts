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
    let place: HistoryPlace | undefined;
    for (let more = written.length > 0; more;) {
      const versions = await this.history.since(tx, written, place, CHUNK);
      more = versions.length === CHUNK;
      place = versions.at(-1);
      const events = versions.map((version) => personEvent(version, causeOf(version.tenantId)));
      if (!more) return this.log.append(tx, [...events, ...closing]);
      await this.log.append(tx, events);
    }
    await this.log.append(tx, closing);
  }
}

import { Injectable } from '@nestjs/common';
import { LicencesChanged, newEvent } from '@people-sync/contracts';
import { DataSource } from 'typeorm';
import { AnnouncementHandler } from '../people/announcement.handler';
import { PeopleWritesRepository } from '../people/people-writes.repository';
import { SOURCE } from '../people/person-events';
import { LicencesRepository } from './licences.repository';

/** A tenant's licences and their use. */
export interface LicenceUse {
  /** Null: unlimited. */
  readonly seats: number | null;
  readonly active: number;
  readonly waiting: number;
}

/** Sets how many licences a tenant has. */
@Injectable()
export class SetLicencesHandler {
  constructor(
    private readonly dataSource: DataSource,
    private readonly licences: LicencesRepository,
    private readonly people: PeopleWritesRepository,
    private readonly announcement: AnnouncementHandler,
  ) {}

  /**
   * Whoever waits gets the seats that come free, at once and in the usual order; with fewer seats than active people
   * nobody loses theirs. The same number again changes nothing and says nothing.
   */
  async set(tenantId: string, seats: number | null, actor: string | undefined): Promise<LicenceUse> {
    return this.dataSource.transaction(async (tx) => {
      await this.people.pinPlans(tx);
      const [before] = await this.licences.lock(tx, [tenantId]);
      if (!before) throw new Error('the licence row that was just locked is gone');
      await this.licences.setSeats(tx, tenantId, seats);
      const [given] = before.waiting > 0 ? await this.people.giveSeats(tx, round(tenantId)) : [];
      const now = { seats, active: given?.active ?? before.active, waiting: given?.waiting ?? before.waiting };
      if (given || before.seats !== seats || !before.seatsKnown) {
        const cause = { actor };
        const closing = newEvent(LicencesChanged, { ...cause, source: SOURCE, tenantId }, now);
        const written = given ? [{ tenantId, changeNo: before.lastChangeNo }] : [];
        await this.announcement.announce(tx, written, () => cause, [closing]);
      }
      return now;
    });
  }
}

const round = (tenantId: string) => ({ tenantIds: [tenantId], stagedUnder: [null], syncIds: [null] });

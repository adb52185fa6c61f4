import { Injectable } from '@nestjs/common';
import { ChangesDropped, isEvent, newEvent, PeopleImported } from '@people-sync/contracts';
import { EventLog, type LeftOutRecord } from '@people-sync/messaging';
import type { EntityManager } from 'typeorm';
import { LicencesRepository } from '../licences/licences.repository';
import { SOURCE } from '../people/person-events';
import { SyncsRepository } from './syncs.repository';

/**
 * Drops what is not whole any more. A sync or an import of which a part was left out is not applied at all, and said so:
 * the reconciler then says the same people anew.
 */
@Injectable()
export class DropHandler {
  constructor(
    private readonly syncs: SyncsRepository,
    private readonly licences: LicencesRepository,
    private readonly log: EventLog,
  ) {}

  /**
   * A record of the tenant is left out. What cannot be read is of the sync that is on its way, since nothing else comes
   * between a plan and its last event; if there is none, what it was stays in doubt until somebody asks for a sync that
   * never came (`settle`).
   */
  async leaveOut(tx: EntityManager, { tenantId, event, syncId, actor }: LeftOutRecord): Promise<void> {
    await this.licences.lock(tx, [tenantId]);
    const imported = event && isEvent(PeopleImported, event) ? event.data.people : undefined;
    const syncIds = imported ? [] : syncId === undefined ? await this.syncs.planned(tx, tenantId) : [syncId];
    await this.licences.noteDrop(tx, tenantId, !imported && syncIds.length === 0);
    for (const dropped of syncIds) await this.drop(tx, tenantId, dropped, actor);
    if (!imported) return;
    const people = imported.map(({ personId }) => personId);
    await this.log.append(tx, [
      newEvent(ChangesDropped, { source: SOURCE, tenantId, actor: actor || undefined }, { number: null, people }),
    ]);
  }

  /** Nothing of the sync is applied from now on; said once. The tenant's licence row is locked. */
  async drop(tx: EntityManager, tenantId: string, syncId: string, actor: string): Promise<void> {
    const dropped = await this.syncs.drop(tx, { tenantId, syncId });
    if (!dropped) return;
    await this.log.append(tx, [
      newEvent(
        ChangesDropped,
        { source: SOURCE, tenantId, syncId, subject: syncId, actor: actor || undefined },
        { number: dropped.number, people: [] },
      ),
    ]);
  }
}

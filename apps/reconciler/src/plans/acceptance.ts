import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DecisionsRepository } from '../decisions/decisions.repository';
import { NoesRepository } from '../decisions/noes.repository';
import { TentativeRepository } from '../decisions/tentative.repository';
import type { Draft } from '../judging/draft';
import type { Judging } from '../judging/judging';
import { noLongerLeaving, noLongerMissing, settledNew } from '../judging/settled-by-plan';
import { AbsencesRepository } from '../known/absences.repository';
import { PersonsRepository } from '../known/persons.repository';

/** Remembers what follows once a plan's answer is accepted, at once or after an OK. */
@Injectable()
export class Acceptance {
  constructor(
    private readonly persons: PersonsRepository,
    private readonly absences: AbsencesRepository,
    private readonly decisions: DecisionsRepository,
    private readonly noes: NoesRepository,
    private readonly tentative: TentativeRepository,
  ) {}

  /** What was settled for these plans alone holds from now on: they are applied. */
  async putInForce(tx: EntityManager, judgings: readonly Judging[]): Promise<void> {
    // What is in force is taken back; a no for the same plan came after what it is about.
    await this.noes.end(tx, this.tentative.takenBack(judgings));
    await this.tentative.takeForce(tx, judgings);
  }

  /** What is remembered of answers that are accepted. To be called before their people are written. */
  async accept(tx: EntityManager, drafts: readonly Draft[]): Promise<void> {
    await this.absences.noteMissing(tx, drafts);
    await this.decisions.endMissing(tx, drafts.flatMap(noLongerMissing));
    await this.noes.end(
      tx,
      drafts.flatMap(({ judging: { tenantId }, endedNoes }) => endedNoes.map((one) => ({ tenantId, ...one }))),
    );
    await this.decisions.endLeavers(
      tx,
      drafts.flatMap((draft) => [
        ...draft.noLongerAsked.map((personId) => ({ tenantId: draft.judging.tenantId, personId })),
        ...noLongerLeaving(draft),
      ]),
    );
    await this.decisions.markNew(tx, settledNew(drafts));
    await this.persons.dropLinks(tx, drafts);
  }
}

import { Injectable } from '@nestjs/common';
import { claimedAddresses, type Records } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { AbsencesRepository } from '../known/absences.repository';
import { HoldersRepository } from '../known/holders.repository';
import { CandidatesRepository } from '../known/candidates.repository';
import { DifferingRowsRepository } from '../known/differing-rows.repository';
import { absentOf, type Draft, draftOf, type StagedDifference } from '../judging/draft';
import type { Judging } from '../judging/judging';
import { RecordsRepository } from '../known/records.repository';

/** Has staged snapshots judged: reads what decides, with a fixed number of statements for any number, and writes nothing. */
@Injectable()
export class Drafts {
  constructor(
    private readonly differing: DifferingRowsRepository,
    private readonly candidates: CandidatesRepository,
    private readonly absences: AbsencesRepository,
    private readonly holders: HoldersRepository,
    private readonly records: RecordsRepository,
  ) {}

  /** What staged snapshots mean, one a tenant. The same again, as long as nothing is written. */
  async draft(tx: EntityManager, judgings: readonly Judging[]): Promise<Draft[]> {
    const staged = await this.differing.select(tx, judgings);
    const rows = await this.candidates.complete(tx, judgings, staged);
    const rowsOf = (judging: Judging): StagedDifference[] => rows.get(judging.tenantId) ?? [];
    const looked = judgings.map((judging) => ({ ...judging, mayMiss: mayMiss(judging, rowsOf(judging)) }));
    const absent = await this.absences.absent(
      tx,
      looked.filter((judging) => judging.mayMiss),
    );
    const holders = await this.holders.of(
      tx,
      // Nobody has an address where nobody is known yet.
      looked.filter(({ tenant }) => tenant.knownVersion > 0).flatMap((judging) => claimsOf(judging, rowsOf(judging))),
    );
    const records = await this.records.of(tx, looked, rows);
    return looked.map((judging) => {
      const ofTenant = holders.get(judging.tenantId);
      const gone = absent.get(judging.tenantId) ?? [];
      const read = records.get(judging.tenantId) ?? NO_RECORDS;
      return draftOf(judging, rowsOf(judging), (address) => ofTenant?.get(address), gone, read);
    });
  }
}

const NO_RECORDS: Records = { ofPerson: new Map(), ofRow: new Map() };

/** False if the answer has everybody whom the base had, nobody was missing then, and the base has everybody known. */
function mayMiss(judging: Judging, rows: readonly StagedDifference[]): boolean {
  const { tenant, mayMiss: asked } = judging;
  if (tenant.knownVersion === 0) return false;
  return asked || judging.otherCompany || tenant.missing > 0 || tenant.missingStale || absentOf(judging, rows) > 0;
}

function claimsOf(judging: Judging, rows: readonly StagedDifference[]): { tenantId: string; address: string }[] {
  const { tenantId, otherCompany } = judging;
  const addresses = claimedAddresses(
    rows.map(({ differing }) => differing),
    otherCompany,
  );
  return [...addresses].map((address) => ({ tenantId, address }));
}

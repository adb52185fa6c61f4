import { Injectable } from '@nestjs/common';
import { type Person, personStatuses, ofMapped } from '@people-sync/contracts';
import type { writerV1 } from '@people-sync/platform';
import type { KnownRow, PeopleRow, PlanRow } from '@people-sync/reconciliation';
import { NeighboursClient } from '../neighbours/neighbours.client';

/** The People table of one moment. */
export interface PeopleTable {
  readonly rows: readonly PeopleRow[];
  /** The number of the last change in it. */
  readonly changeNumber: number;
}

/** What the reconciler keeps, of one moment. */
export interface KeptTables {
  readonly known: readonly KnownRow[];
  readonly plans: readonly PlanRow[];
  /** The place in its stream up to which they have what was said there. */
  readonly epoch: number;
  readonly position: number;
}

/** A table was written whenever it was read: it has no moment to be compared at. */
export class TablesMovedError extends Error {
  override readonly name = 'TablesMovedError';
}

const PEOPLE_AT_ONCE = 500;
const TRIES = 20;
const DEADLINE_MS = 60_000;

/**
 * The tables that the record is compared with, asked of the services that own them: what their programs keep, in the words
 * of the rules. They are read in pages, and again from the beginning if something was written meanwhile.
 */
@Injectable()
export class Tables {
  constructor(private readonly neighbours: NeighboursClient) {}

  /** As it is now. @throws TablesMovedError */
  people(tenantId: string): Promise<PeopleTable> {
    return untilStill(async () => {
      const table = await this.peopleOf(tenantId, '', undefined);
      const { changeNumber } = await this.select(tenantId, '');
      return changeNumber === table.changeNumber ? table : undefined;
    });
  }

  /** As it was then, of which nothing changes any more. */
  async peopleThen(tenantId: string, until: string): Promise<PeopleTable> {
    const { changeNumber } = await this.select(tenantId, until);
    return this.peopleOf(tenantId, until, changeNumber);
  }

  /** @throws TablesMovedError */
  kept(tenantId: string): Promise<KeptTables> {
    return untilStill(async () => {
      const known = await this.rowsOf(tenantId, 'known');
      const plans = await this.rowsOf(tenantId, 'plans');
      if (!known || !plans || known.epoch !== plans.epoch || known.position !== plans.position) return undefined;
      const { epoch, position } = known;
      return { known: known.rows.filter(isKnown), plans: plans.rows.filter(isPlan), epoch, position };
    });
  }

  private async peopleOf(tenantId: string, asOf: string, at: number | undefined): Promise<PeopleTable> {
    const { personIds, changeNumber } = await this.select(tenantId, asOf);
    const rows: PeopleRow[] = [];
    for (let from = 0; from < personIds.length; from += PEOPLE_AT_ONCE) {
      const some = personIds.slice(from, from + PEOPLE_AT_ONCE);
      const { people } = await this.neighbours.writer.getPeople({ tenantId, personIds: some, asOf: '', at });
      rows.push(...people.map(rowOf));
    }
    return { rows, changeNumber };
  }

  private select(tenantId: string, asOf: string): Promise<writerV1.SelectPeopleResponse> {
    const all = {
      status: '',
      search: '',
      team: '',
      location: '',
      department: '',
      manager: '',
      reportsTo: '',
      sort: '',
    };
    return this.neighbours.writer.selectPeople({ tenantId, asOf, ...all }, { deadlineMs: DEADLINE_MS });
  }

  /** Undefined if the pages are of different moments. */
  private async rowsOf(tenantId: string, table: 'known' | 'plans') {
    const rows: unknown[] = [];
    let place: { readonly epoch: number; readonly position: number } | undefined;
    for (let cursor = ''; ;) {
      const page = await this.neighbours.reconciler.listKept({ tenantId, table, cursor }, { deadlineMs: DEADLINE_MS });
      const { epoch, position } = page;
      if (place && (place.epoch !== epoch || place.position !== position)) return undefined;
      place = { epoch, position };
      for (const row of page.rows) rows.push(JSON.parse(row));
      if (page.nextCursor === '') return { rows, ...place };
      cursor = page.nextCursor;
    }
  }
}

async function untilStill<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await read();
    if (found !== undefined) return found;
  }
  throw new TablesMovedError();
}

const isFields = (value: unknown): value is object => typeof value === 'object' && value !== null;
/** What the reconciler says of its own rows is in the words of the rules, or differs from them. */
const isKnown = (row: unknown): row is KnownRow => isFields(row) && 'personId' in row && 'employee' in row;
const isPlan = (row: unknown): row is PlanRow => isFields(row) && 'syncId' in row && 'state' in row;

function rowOf(row: writerV1.Person): PeopleRow {
  const person: Person = {
    personId: row.personId,
    email: row.email ?? null,
    name: row.name,
    ...ofMapped(({ field }) => row[field] ?? null),
    unit: row.unit ?? null,
    status: personStatuses.find((one) => one === row.status) ?? 'inactive',
    weThriveId: row.weThriveId ?? null,
    orgEmployeeId: row.orgEmployeeId ?? null,
  };
  return { person, version: row.version, changeNumber: row.changeNumber };
}

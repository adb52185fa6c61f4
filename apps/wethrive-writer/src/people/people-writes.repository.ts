import { mappings } from '@people-sync/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** One write per tenant, column by column. */
export interface Round {
  readonly tenantIds: readonly string[];
  /** Under which id its changes are staged; null if there are none. */
  readonly stagedUnder: readonly (string | null)[];
  /** The sync that makes it, for history; null for a write that no sync makes. */
  readonly syncIds: readonly (string | null)[];
}

/** People of a tenant who report to somebody else than before, and have no version by the round that could say so. */
export interface Unwritten {
  readonly tenantId: string;
  readonly unwritten: readonly string[];
}

/** A tenant's counters after a write. */
export interface Counters {
  readonly tenantId: string;
  readonly active: number;
  readonly waiting: number;
}

/** Written by a sync's changes. `OWN` is written when somebody is imported, then only read and copied into history. */
const SYNCED = ['email', 'name', 'name_folded', ...mappings.map(({ column }) => column), 'org_employee_id'];
const PLACEMENT = ['start_date', 'reports_to_employee_id', 'reports_to_email'];
const OWN = ['unit', 'we_thrive_id'];

/** The person's fields as history names them, by column. */
const FIELD_NAMES: Readonly<Record<string, string>> = {
  email: 'email',
  name: 'name',
  ...Object.fromEntries(mappings.map(({ column, field }) => [column, field])),
  org_employee_id: 'orgEmployeeId',
};

const columns = (names: readonly string[], alias: string): string => names.map((name) => `${alias}.${name}`).join(', ');

/** SQL: 'notFromPeopleHr' if it is by PeopleHR's record that they are written, and their versions do not say so yet. */
const FOUND_IN_PEOPLEHR = `CASE WHEN s.kind <> 'imported' AND (
    p.from_peoplehr_since IS NULL OR p.from_peoplehr_since > p.updated_at) THEN 'notFromPeopleHr' END`;

/** SQL: the names of the fields in which the staged record `s` differs from the person `p`. */
const CHANGED_FIELDS = `array_remove(ARRAY[${Object.entries(FIELD_NAMES)
  .map(([column, name]) => `CASE WHEN s.${column} IS DISTINCT FROM p.${column} THEN '${name}' END`)
  .join(', ')}, ${FOUND_IN_PEOPLEHR}], NULL)`;

/** SQL: what stood in the row before, for every effect on somebody who is known. */
const BEFORE = `p.version AS before_version, p.change_no AS before_change_no, p.updated_at AS before_updated_at`;

/** SQL: the round. */
const ROUND = `unnest($1::text[], $2::uuid[], $3::uuid[]) AS r (tenant_id, staged_under, sync_id)`;

/**
 * SQL: the staged changes of the round and whom they are about. LATERAL with OFFSET 0 pins the order of the joins:
 * from the round outwards, by look-ups.
 */
const STAGED = `${ROUND}
  CROSS JOIN LATERAL (
    SELECT * FROM staged_changes WHERE tenant_id = r.tenant_id AND sync_id = r.staged_under OFFSET 0
  ) s`;
const PERSON = `LATERAL (
    SELECT * FROM people WHERE tenant_id = s.tenant_id AND person_id = s.person_id OFFSET 0
  ) p`;
const KNOWN = `CROSS JOIN ${PERSON}`;
const PERHAPS_KNOWN = `LEFT JOIN ${PERSON} ON true`;

/**
 * SQL: whether the staged event is a later one of the person; an earlier one was applied before. That none is missing in
 * between, but for what was dropped, is checked when a sync is opened.
 */
const IS_NEXT = `s.source_version > coalesce(p.source_version, 0)`;

/**
 * Wraps a query of effects (complete new records, with what stood before) into the one way people are written:
 * the row, its version in history with the tenant's next change number and time, and the tenant's counters.
 * An effect whose `kind` is null only moves the row's source version on; one with `from_peoplehr` says that PeopleHR
 * knows this person, from now on at the latest.
 * @param alsoWritten a further write, of `numbered`.
 */
const write = (effects: string, alsoWritten = ''): string => `
  WITH effects AS (${effects}),
  numbered AS MATERIALIZED (
    SELECT e.*, e.before_version + (e.kind IS NOT NULL)::int AS version, l.last_written_at, l.drops,
      l.last_change_no + count(e.kind) OVER (
        PARTITION BY e.tenant_id ORDER BY e.place, e.org_employee_id, e.person_id ROWS UNBOUNDED PRECEDING
      ) AS change_no
    FROM effects e
    CROSS JOIN LATERAL (SELECT * FROM licences WHERE tenant_id = e.tenant_id OFFSET 0) l
  ),
  written AS (
    INSERT INTO people (tenant_id, person_id, ${[...SYNCED, ...PLACEMENT, ...OWN].join(', ')}, status, ever_active,
      source_version, version, change_no, updated_at, from_peoplehr_since, drops)
    SELECT n.tenant_id, n.person_id, ${columns([...SYNCED, ...PLACEMENT, ...OWN], 'n')}, n.status, n.ever_active,
      n.source_version, n.version,
      CASE WHEN n.kind IS NULL THEN n.before_change_no ELSE n.change_no END,
      CASE WHEN n.kind IS NULL THEN n.before_updated_at ELSE n.last_written_at END,
      CASE WHEN n.from_peoplehr THEN n.last_written_at END, n.drops
    FROM numbered n
    ON CONFLICT (tenant_id, person_id) DO UPDATE SET
      drops = CASE WHEN excluded.source_version > people.source_version THEN excluded.drops ELSE people.drops END,
      from_peoplehr_since = coalesce(people.from_peoplehr_since, excluded.from_peoplehr_since),
      ${[...SYNCED, ...PLACEMENT, 'status', 'ever_active', 'source_version', 'version', 'change_no', 'updated_at']
        .map((column) => `${column} = excluded.${column}`)
        .join(', ')}
  ),
  history AS (
    INSERT INTO person_versions (tenant_id, change_no, person_id, version, valid_from, kind, sync_id, source_version,
      ${[...SYNCED, ...OWN].join(', ')}, status, changed, old_email)
    SELECT n.tenant_id, n.change_no, n.person_id, n.version, n.last_written_at, n.kind, n.sync_id, n.rests_on,
      ${columns([...SYNCED, ...OWN], 'n')}, n.status, n.changed, n.old_email
    FROM numbered n WHERE n.kind IS NOT NULL
  ),${alsoWritten}
  moved AS (
    SELECT tenant_id, count(kind) AS versions,
      sum((status = 'active')::int - coalesce(was = 'active', false)::int) AS active,
      sum((status = 'waiting')::int - coalesce(was = 'waiting', false)::int) AS waiting
    FROM numbered GROUP BY tenant_id
  ),
  counted AS (
    UPDATE licences l SET last_change_no = l.last_change_no + m.versions,
      active = l.active + m.active, waiting = l.waiting + m.waiting
    FROM moved m WHERE l.tenant_id = m.tenant_id
    RETURNING l.tenant_id, l.active, l.waiting
  )
  SELECT tenant_id AS "tenantId", active::float8, waiting::float8 FROM counted`;

const LEAVERS = write(`
  SELECT p.tenant_id, p.person_id, ${columns([...SYNCED, ...OWN, ...PLACEMENT], 'p')}, p.ever_active,
    'inactive' AS status, p.status AS was, s.source_version, s.source_version AS rests_on, r.sync_id,
    true AS from_peoplehr,
    CASE WHEN p.status <> 'inactive' THEN 'deactivated' WHEN d.changed <> '{}' THEN 'updated' END AS kind,
    d.changed, NULL AS old_email, NULL::bigint AS place, ${BEFORE}
  FROM ${STAGED} ${KNOWN}
  CROSS JOIN LATERAL (
    SELECT array_remove(ARRAY[CASE WHEN p.status <> 'inactive' THEN 'status' END, ${FOUND_IN_PEOPLEHR}], NULL) AS changed
  ) d
  WHERE s.kind = 'left' AND ${IS_NEXT}`);

const GIVEN_UP_ADDRESSES = write(`
  SELECT p.tenant_id, p.person_id, NULL::text AS email, ${columns([...SYNCED.slice(1), ...OWN, ...PLACEMENT], 'p')},
    p.ever_active, p.status, p.status AS was, p.source_version, NULL::bigint AS rests_on, s.sync_id,
    false AS from_peoplehr, 'updated' AS kind, '{email}'::text[] AS changed, p.email AS old_email, NULL::bigint AS place, ${BEFORE}
  FROM (
    SELECT DISTINCT s.tenant_id, r.sync_id, former.person_id
    FROM ${STAGED} ${PERHAPS_KNOWN}
    CROSS JOIN LATERAL (
      SELECT f.person_id FROM people f
      WHERE f.tenant_id = s.tenant_id AND f.email = s.email AND f.status = 'inactive' AND f.person_id <> s.person_id
        AND NOT EXISTS (
          SELECT FROM staged_changes back WHERE back.tenant_id = s.tenant_id AND back.sync_id = s.sync_id
            AND back.person_id = f.person_id AND back.kind = 'added')
      OFFSET 0
    ) former
    WHERE (s.kind = 'added' OR (s.kind = 'changed' AND p.status <> 'inactive')
      OR (s.kind = 'imported' AND NOT s.arrives_inactive)) AND ${IS_NEXT}
  ) s ${KNOWN}`);

/** People ($1 tenants, $2 people, $3 syncs) who report to somebody else by what happened to others. */
const REPORTING = write(
  `
  SELECT p.tenant_id, p.person_id, ${columns([...SYNCED, ...OWN, ...PLACEMENT], 'p')}, p.ever_active,
    p.status, p.status AS was, p.source_version, NULL::bigint AS rests_on, r.sync_id, false AS from_peoplehr,
    'updated' AS kind, '{reportsTo}'::text[] AS changed, NULL::text AS old_email, NULL::bigint AS place, ${BEFORE}
  FROM unnest($1::text[], $2::uuid[], $3::uuid[]) AS r (tenant_id, person_id, sync_id)
  CROSS JOIN LATERAL (
    SELECT * FROM people WHERE tenant_id = r.tenant_id AND person_id = r.person_id OFFSET 0
  ) p`,
  `
  reporting AS (
    INSERT INTO reporting_history (tenant_id, person_id, change_no, reports_to)
    SELECT n.tenant_id, n.person_id, n.change_no, l.reports_to FROM numbered n
    CROSS JOIN LATERAL (
      SELECT reports_to FROM reporting_lines WHERE tenant_id = n.tenant_id AND person_id = n.person_id OFFSET 0
    ) l
  ),`,
);

/** Also to waiting and inactive people. A joiner who is there already (active or waiting) is a change as well. */
const CHANGES = write(`
  SELECT s.tenant_id, s.person_id, ${columns([...SYNCED, ...PLACEMENT], 's')}, ${columns(OWN, 'p')}, p.ever_active,
    p.status, p.status AS was, s.source_version, s.source_version AS rests_on, r.sync_id, true AS from_peoplehr,
    CASE WHEN d.changed <> '{}' THEN 'updated' END AS kind, d.changed,
    CASE WHEN s.email IS DISTINCT FROM p.email THEN p.email END AS old_email, NULL::bigint AS place, ${BEFORE}
  FROM ${STAGED} ${KNOWN}
  CROSS JOIN LATERAL (SELECT ${CHANGED_FIELDS} AS changed) d
  WHERE (s.kind = 'changed' OR (s.kind = 'added' AND p.status <> 'inactive')) AND ${IS_NEXT}`);

/** Whoever is inactive in WeThrive when they are imported was active once: coming back is then `reactivated`. */
const IMPORTED_INACTIVE = write(`
  SELECT s.tenant_id, s.person_id, ${columns([...SYNCED, ...PLACEMENT, ...OWN], 's')}, true AS ever_active,
    'inactive' AS status, NULL::text AS was, s.source_version, s.source_version AS rests_on, r.sync_id,
    false AS from_peoplehr, 'imported' AS kind, '{}'::text[] AS changed, NULL::text AS old_email, NULL::bigint AS place,
    0::bigint AS before_version, NULL::bigint AS before_change_no, NULL::timestamptz AS before_updated_at
  FROM ${STAGED} ${PERHAPS_KNOWN}
  WHERE s.kind = 'imported' AND s.arrives_inactive AND p.person_id IS NULL AND ${IS_NEXT}`);

/**
 * Waiting people of the round's tenants and those who join, come back or are imported as active stand in one line for
 * the free seats.
 */
const SEATS = write(`
  SELECT line.*, CASE WHEN line.seated THEN 'active' ELSE 'waiting' END AS status,
    line.was_active OR line.seated AS ever_active,
    CASE WHEN line.imported THEN 'imported' WHEN NOT line.seated THEN 'waiting'
      WHEN line.was_active THEN 'reactivated' ELSE 'added' END AS kind
  FROM (
    SELECT c.*, c.place <= CASE
        WHEN NOT l.seats_known THEN 0 WHEN l.seats IS NULL THEN c.place ELSE greatest(l.seats - l.active, 0)
      END AS seated
    FROM (
      SELECT q.*, row_number() OVER (
        PARTITION BY q.tenant_id ORDER BY q.start_date NULLS LAST, q.org_employee_id, q.person_id) AS place
      FROM (
        SELECT p.tenant_id, p.person_id, ${columns([...SYNCED, ...OWN, ...PLACEMENT], 'p')},
          p.status AS was, p.ever_active AS was_active, p.source_version, NULL::bigint AS rests_on, r.sync_id,
          false AS from_peoplehr, false AS imported, '{status}'::text[] AS changed, NULL::text AS old_email, ${BEFORE}
        FROM ${ROUND}
        CROSS JOIN LATERAL (
          SELECT * FROM people WHERE tenant_id = r.tenant_id AND status = 'waiting' OFFSET 0
        ) p
        UNION ALL
        SELECT s.tenant_id, s.person_id, ${columns(SYNCED, 's')},
          ${OWN.map((own) => `coalesce(p.${own}, s.${own})`).join(', ')}, ${columns(PLACEMENT, 's')},
          p.status, coalesce(p.ever_active, false), s.source_version, s.source_version, r.sync_id,
          s.kind <> 'imported', s.kind = 'imported',
          CASE WHEN p.status IS NULL THEN '{}' ELSE ${CHANGED_FIELDS} || 'status'::text END,
          CASE WHEN s.email IS DISTINCT FROM p.email THEN p.email END,
          coalesce(p.version, 0), p.change_no, p.updated_at
        FROM ${STAGED} ${PERHAPS_KNOWN}
        WHERE (s.kind = 'added' AND (p.status IS NULL OR p.status = 'inactive')
          OR s.kind = 'imported' AND NOT s.arrives_inactive) AND ${IS_NEXT}
      ) q
    ) c
    CROSS JOIN LATERAL (SELECT * FROM licences WHERE tenant_id = c.tenant_id OFFSET 0) l
  ) line
  WHERE line.seated OR line.was IS DISTINCT FROM 'waiting'`);

/**
 * The only writes to people and their history. Every method is one statement over all tenants of the round, needs
 * their licence rows locked, and tells the counters of the tenants that it touched.
 */
@Injectable()
export class PeopleWritesRepository {
  /**
   * Look-ups by index until the transaction ends; comes before the first of the statements below. Left to itself, the
   * planner was seen to take 17 s instead of 5 ms for one change after a bulk load: statistics of a staging table are
   * those of another moment.
   */
  async pinPlans(tx: EntityManager): Promise<void> {
    await tx.query('SET LOCAL enable_seqscan = off');
  }

  /** Leavers become inactive and keep their data; somebody waiting no longer waits. */
  async deactivateLeavers(tx: EntityManager, round: Round): Promise<Counters[]> {
    return this.run(tx, LEAVERS, round);
  }

  /** Whoever is inactive and holds an address that the round gives to somebody else, loses it; history keeps it. */
  async giveUpAddresses(tx: EntityManager, round: Round): Promise<Counters[]> {
    return this.run(tx, GIVEN_UP_ADDRESSES, round);
  }

  /** A change of no mapped field makes no version: only the source version moves on. */
  async applyChanges(tx: EntityManager, round: Round): Promise<Counters[]> {
    return this.run(tx, CHANGES, round);
  }

  /** People who are inactive in WeThrive already: they need no seat. */
  async importInactive(tx: EntityManager, round: Round): Promise<Counters[]> {
    return this.run(tx, IMPORTED_INACTIVE, round);
  }

  /**
   * Gives free seats once, by start date, then employee id, over those who wait and those who join, come back or are
   * imported. Joiners without a seat are put down as waiting; who waits already and gets none is left alone.
   */
  async giveSeats(tx: EntityManager, round: Round): Promise<Counters[]> {
    return this.run(tx, SEATS, round);
  }

  /** Whoever reports to somebody else, and was not written by the round itself, gets a version that says so. */
  async tellReporting(tx: EntityManager, round: Round, moved: readonly Unwritten[]): Promise<void> {
    const syncIds = new Map(round.tenantIds.map((tenantId, index) => [tenantId, round.syncIds[index] ?? null]));
    const told = moved.flatMap(({ tenantId, unwritten }) => unwritten.map((personId) => ({ tenantId, personId })));
    if (told.length === 0) return;
    const [tenantIds, personIds] = [told.map((one) => one.tenantId), told.map((one) => one.personId)];
    await tx.query(REPORTING, [tenantIds, personIds, tenantIds.map((tenantId) => syncIds.get(tenantId))]);
  }

  private async run(tx: EntityManager, sql: string, round: Round): Promise<Counters[]> {
    return tx.query<Counters[]>(sql, [round.tenantIds, round.stagedUnder, round.syncIds]);
  }
}

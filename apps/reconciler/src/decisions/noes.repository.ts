import { Injectable } from '@nestjs/common';
import { newId } from '@people-sync/contracts';
import { type EntityManager, In } from 'typeorm';
import { textColumn, uuidColumn } from '../database/columns';
import type { KeptNo } from '../judging/plan';
import { Decision } from './decision.entity';
import type { PersonKey } from './decisions.repository';

/** Something that somebody said no to, of one person. */
export interface NoKey extends PersonKey {
  /** As in `KeptKeys`. */
  readonly key: string;
}

/** A no to some items of a plan. */
export interface NoToPlan {
  readonly tenantId: string;
  readonly syncId: string;
  /** Person ids of whom everything is said no to. */
  readonly people: readonly string[];
  /** True: also what made the plan wait, and no more of it than that. */
  readonly counted: boolean;
  readonly actor: string | null;
  /** True: for that plan alone, until it is applied. */
  readonly tentative: boolean;
}

/** SQL: of the changes `c` of an item those that these keys are about. */
const CHANGES_OF_KEYS = (changes: string, keys: string): string =>
  `(SELECT json_agg(c) FROM json_array_elements(${changes}) c
     WHERE EXISTS (SELECT 1 FROM unnest(${keys}) k WHERE k::json->>0 = 'change' AND k::json->>1 = c->>'field'))`;

/** Remembers what people said no to. */
@Injectable()
export class NoesRepository {
  /** Remembers a no, beside all earlier ones. @returns whose change each is about, in the plan's order */
  async keep(tx: EntityManager, { tenantId, syncId, people, counted, actor, tentative }: NoToPlan): Promise<KeptNo[]> {
    const rows = await tx.query<{ idx: number; person_id: string }[]>(
      `SELECT idx, person_id FROM plan_items
        WHERE tenant_id = $1 AND sync_id = $2 AND NOT left_out
          AND (person_id = ANY($3::uuid[]) OR ($4 AND json_array_length(counted_keys) > 0)) ORDER BY idx`,
      [tenantId, syncId, people, counted],
    );
    if (rows.length === 0) return [];
    const noes = rows.map(({ person_id: personId }): KeptNo => ({ decisionId: newId(), personId }));
    await tx.query(
      `INSERT INTO decisions (tenant_id, decision_id, kind, employee_id, person_id, name, kept_keys, item_kind, changes,
                              sync_id, tentative, row_digest, decided_by)
       SELECT i.tenant_id, d.decision_id, 'kept', i.employee_id, i.person_id, i.name, k.keys, i.kind,
              ${CHANGES_OF_KEYS('i.changes', 'k.keys')}, i.sync_id, $7, i.row_digest, $3
         FROM unnest($4::int[], $5::uuid[]) WITH ORDINALITY AS d(idx, decision_id, ord)
         JOIN plan_items i ON i.tenant_id = $1 AND i.sync_id = $2 AND i.idx = d.idx
        CROSS JOIN LATERAL (
          SELECT ARRAY(SELECT json_array_elements_text(
            CASE WHEN i.person_id = ANY($6::uuid[]) THEN i.kept_keys ELSE i.counted_keys END)) AS keys
        ) k
        ORDER BY d.ord`,
      [
        tenantId,
        syncId,
        actor,
        rows.map(({ idx }) => idx),
        noes.map(({ decisionId }) => decisionId),
        people,
        tentative,
      ],
    );
    return noes;
  }

  /** Of these people and things nobody says no any more: PeopleHR's value is another one now. @returns of how many noes */
  async end(tx: EntityManager, noes: readonly NoKey[]): Promise<number> {
    if (noes.length === 0) return 0;
    const [, ended] = await tx.query<[unknown, number]>(
      `WITH ended AS (
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[]) AS e(tenant_id, person_id, key)
       ), rest AS (
         SELECT d.tenant_id, d.decision_id,
                ARRAY(SELECT k FROM unnest(d.kept_keys) k
                       WHERE NOT EXISTS (SELECT 1 FROM ended e WHERE e.tenant_id = d.tenant_id
                                            AND e.person_id = d.person_id AND e.key = k)) AS keys
           FROM decisions d
           JOIN (SELECT DISTINCT tenant_id, person_id FROM ended) e
             ON e.tenant_id = d.tenant_id AND e.person_id = d.person_id
          WHERE d.kind = 'kept' AND d.ended_at IS NULL AND NOT d.tentative
       )
       UPDATE decisions d
          SET ended_at = CASE WHEN cardinality(r.keys) = 0 THEN now() END,
              kept_keys = CASE WHEN cardinality(r.keys) = 0 THEN d.kept_keys ELSE r.keys END,
              changes = CASE WHEN cardinality(r.keys) = 0 THEN d.changes ELSE ${CHANGES_OF_KEYS('d.changes', 'r.keys')} END
         FROM rest r
        WHERE d.tenant_id = r.tenant_id AND d.decision_id = r.decision_id
          AND cardinality(r.keys) < cardinality(d.kept_keys)`,
      [
        textColumn(noes.map((no) => no.tenantId)),
        uuidColumn(noes.map((no) => no.personId)),
        textColumn(noes.map((no) => no.key)),
      ],
    );
    return ended;
  }

  /** Of a plan that waits these people are not left out any more. */
  async takeIn(tx: EntityManager, tenantId: string, people: readonly string[], actor: string | null): Promise<void> {
    if (people.length === 0) return;
    await tx.query(
      `UPDATE decisions SET ended_at = now(), ended_by = $3
        WHERE tenant_id = $1 AND person_id = ANY($2::uuid[]) AND kind = 'kept' AND tentative AND ended_at IS NULL`,
      [tenantId, people, actor],
    );
  }

  /** The same of somebody who is to go after all, if it was just that which was said no to. @returns of how many noes */
  async takeBackIn(tx: EntityManager, { tenantId, personId, key }: NoKey): Promise<number> {
    const [, ended] = await tx.query<[unknown, number]>(
      `UPDATE decisions SET ended_at = now()
        WHERE tenant_id = $1 AND person_id = $2 AND kept_keys = ARRAY[$3] AND kind = 'kept' AND tentative
          AND ended_at IS NULL`,
      [tenantId, personId, key],
    );
    return ended;
  }

  /** Takes back, as one, every no that was said to this plan and still holds. @returns them */
  async undoPlan(tx: EntityManager, tenantId: string, syncId: string, actor: string | null): Promise<Decision[]> {
    const [rows] = await tx.query<[{ decision_id: string }[], number]>(
      `UPDATE decisions SET ended_at = now(), ended_by = $3
        WHERE tenant_id = $1 AND sync_id = $2 AND kind = 'kept' AND ended_at IS NULL AND NOT tentative
       RETURNING decision_id`,
      [tenantId, syncId, actor],
    );
    return rows.length === 0
      ? []
      : tx.findBy(Decision, { tenantId, decisionId: In(rows.map((row) => row.decision_id)) });
  }
}

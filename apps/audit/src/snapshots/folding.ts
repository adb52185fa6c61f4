import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Finding } from '../completeness/finding';
import type { SnapshotRows } from '../record/entry';
import type { AttemptKey } from './arrivals';
import { type Announced, isWhole, rowsOfEntry } from './rows-of-entry';
import { recordKey, SnapshotRowsRepository } from './snapshot-rows.repository';

/** The end of an attempt that has an answer, and where its entry comes to stand. */
export interface AnswerEnd extends AttemptKey, Announced {
  readonly kind: 'completed' | 'unchanged';
  readonly index: number;
}

/** What the entries of ends say about rows, by the end; and what is not as it should be. */
export interface Folded {
  readonly rows: ReadonlyMap<AnswerEnd, SnapshotRows>;
  readonly findings: readonly Finding[];
}

/** Makes the events of an attempt one entry: the difference to the snapshot before it. */
@Injectable()
export class Folding {
  constructor(private readonly snapshots: SnapshotRowsRepository) {}

  /**
   * Folds all ends of a batch; the rows that came with the batch are staged. A constant number of statements for each
   * round, and one round unless a tenant ends several attempts in one batch.
   * @param ends in order
   */
  async fold(tx: EntityManager, ends: readonly AnswerEnd[]): Promise<Folded> {
    const rows = new Map<AnswerEnd, SnapshotRows>();
    const findings: Finding[] = [];
    for (const round of roundsOf(ends)) {
      await this.completed(tx, round, rows, findings);
      await this.unchanged(tx, round, rows, findings);
    }
    return { rows, findings };
  }

  private async completed(
    tx: EntityManager,
    round: readonly AnswerEnd[],
    rows: Map<AnswerEnd, SnapshotRows>,
    findings: Finding[],
  ): Promise<void> {
    const ends = round.filter(({ kind }) => kind === 'completed');
    if (ends.length === 0) return;
    const arrived = await this.snapshots.arrived(tx, ends);
    const whole: AnswerEnd[] = [];
    for (const [n, end] of ends.entries()) {
      const came = arrived[n];
      if (came && isWhole(came, end)) {
        whole.push(end);
        continue;
      }
      const { tenantId, index, number, attempt, count } = end;
      const detail = { number, attempt, announced: count, arrived: came?.count ?? 0 };
      rows.set(end, { kind: 'broken', arrived: came?.count ?? 0 });
      findings.push({ tenantId, kind: 'snapshot-broken', index, detail });
    }
    if (whole.length === 0) return;
    const differences = await this.snapshots.differences(tx, whole);
    const folded = whole.map((end) => {
      const difference = differences.get(end.tenantId) ?? { since: null, added: [], removed: [] };
      rows.set(end, rowsOfEntry(difference));
      return { ...end, difference };
    });
    await this.snapshots.file(tx, folded);
  }

  private async unchanged(
    tx: EntityManager,
    round: readonly AnswerEnd[],
    rows: Map<AnswerEnd, SnapshotRows>,
    findings: Finding[],
  ): Promise<void> {
    const ends = round.filter(({ kind }) => kind === 'unchanged');
    if (ends.length === 0) return;
    const same = await this.snapshots.withDigest(tx, ends);
    for (const end of ends) {
      const as = same.get(recordKey(end)) ?? null;
      rows.set(end, { kind: 'same', as });
      const { tenantId, index, number, attempt } = end;
      if (as === null) findings.push({ tenantId, kind: 'snapshot-unknown', index, detail: { number, attempt } });
    }
  }
}

/** One end of each tenant at a time, in order. */
export function roundsOf(ends: readonly AnswerEnd[]): AnswerEnd[][] {
  const rounds: AnswerEnd[][] = [];
  const taken = new Map<string, number>();
  for (const end of ends) {
    const round = taken.get(end.tenantId) ?? 0;
    taken.set(end.tenantId, round + 1);
    (rounds[round] ??= []).push(end);
  }
  return rounds;
}

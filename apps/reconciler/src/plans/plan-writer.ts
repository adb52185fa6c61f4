import { Injectable } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import type { ItemRecords } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import type { AppliedItem, PlannedItem } from '../judging/planned-item';
import { PersonsRepository } from '../known/persons.repository';
import type { RowsAtHand } from '../snapshots/rows-at-hand';
import { madeItem } from './made-item';
import { PlanItemsRepository } from './plan-items.repository';
import type { Step } from './plan-steps';

/**
 * Employees that are held in memory at once: their records, events and JSON are some 6 kB each. Everything else of a
 * plan is a few hundred bytes an employee.
 */
const SLICE = 6_000;

/** What is done with the items. */
export interface Writing {
  /** Stored in the plan: a plan that was held has them already. */
  readonly store: boolean;
  /** Rows that arrived just now: their employees need not be read back. */
  readonly atHand: RowsAtHand;
}

/** Says what plans mean, however long they are: events, stored items and the people's records, slice by slice. */
@Injectable()
export class PlanWriter {
  constructor(
    private readonly items: PlanItemsRepository,
    private readonly persons: PersonsRepository,
    private readonly log: EventLog,
  ) {}

  /** The steps' events, with their items stored and their people up to date. @param last done before the last append */
  async write(tx: EntityManager, writing: Writing, steps: Iterable<Step>, last?: () => Promise<void>): Promise<void> {
    let slice: Step[] = [];
    for (const step of steps) {
      slice.push(step);
      if (slice.length < SLICE) continue;
      await this.log.append(tx, await this.take(tx, slice, writing));
      slice = [];
    }
    const events = await this.take(tx, slice, writing);
    await last?.();
    await this.log.append(tx, events);
  }

  /** The events of a slice. */
  private async take(tx: EntityManager, slice: readonly Step[], { store, atHand }: Writing): Promise<NewEvent[]> {
    const items = slice.flatMap((step) => ('item' in step ? [step] : []));
    const records = await this.recordsOf(
      tx,
      items.map(({ item }) => item),
      atHand,
    );
    const made = items.map((step, i) => madeItem(step, records[i] ?? { received: null, known: null }));
    if (store) {
      await this.items.insert(
        tx,
        made.map(({ stored }) => stored),
      );
    }
    const applied = items.flatMap(({ item }, i): AppliedItem[] => {
      const record = item.applied ? made[i]?.record : undefined;
      return record ? [{ ...item, record }] : [];
    });
    await this.persons.apply(tx, applied);
    const next = made.values();
    return slice.flatMap((step) => {
      if ('event' in step) return [step.event];
      const item = next.next().value;
      return item && step.item.applied ? [item.event] : [];
    });
  }

  /** The items' records, in their order. */
  private async recordsOf(
    tx: EntityManager,
    items: readonly PlannedItem[],
    atHand: RowsAtHand,
  ): Promise<(ItemRecords | undefined)[]> {
    const received = items.map((item) => (item.verdict.kind === 'joined' ? atHand.employeeOf(item) : undefined));
    const stored = await this.persons.records(
      tx,
      items.filter((_, i) => !received[i]),
    );
    const next = stored.values();
    return received.map((employee) => (employee ? { received: employee, known: null } : next.next().value));
  }
}

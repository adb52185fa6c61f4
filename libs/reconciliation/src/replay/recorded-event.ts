import { type AnyEvent, type EventDefinition, isEvent } from '@people-sync/contracts';
import type { RecordedSnapshot } from './tenant-record';

/** One event of the reconciler as it is recorded, in its newest version. */
export interface RecordedEvent extends Pick<AnyEvent, 'id' | 'type' | 'subject' | 'syncId' | 'data'> {
  /** Of PlanMade the answer that it was made of; undefined if the record does not have it. */
  readonly snapshot?: RecordedSnapshot | undefined;
  /** Something of it is erased, of somebody beside whom it is about: what it says is not compared. */
  readonly isPart?: boolean;
}

/** What an event says, if it is one of this definition. */
export function dataOf<T>(definition: EventDefinition<T>, event: RecordedEvent): T | undefined {
  const { id, type, subject, syncId, data } = event;
  const nothing = { actor: undefined, traceparent: undefined, epoch: undefined, position: undefined };
  const written = { type, data };
  const any: AnyEvent = {
    id,
    type,
    subject,
    syncId,
    data,
    written,
    ...nothing,
    topic: '',
    source: '',
    time: '',
    tenantId: '',
  };
  return isEvent(definition, any) ? any.data : undefined;
}

/**
 * What an event tells since its newest version.
 * @throws RecordIncompleteError if it was written by an earlier one
 */
export function told<T>(value: T | undefined, event: RecordedEvent, what: string): T {
  if (value === undefined)
    throw new RecordIncompleteError(event, `it was written by a version that does not tell ${what}`);
  return value;
}

/** The record does not tell what happened: a replay of it comes to no end. */
export class RecordIncompleteError extends Error {
  constructor(
    readonly event: Pick<RecordedEvent, 'id' | 'type' | 'syncId'>,
    readonly what: string,
  ) {
    super(`${event.type} ${event.id}: ${what}`);
  }
}

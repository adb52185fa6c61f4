import type { IncomingMessage } from 'node:http';
import type { MessageEvent } from '@nestjs/common';
import { problemOf } from '@people-sync/platform';
import { catchError, defer, map, type Observable, of } from 'rxjs';
import type { SyncTold } from './sync-watch';

/** How long a browser waits before it connects again, in milliseconds. */
const AGAIN_MS = 1_000;

/** The state that whoever connects again was told last; undefined: they ask for the first time. */
export function lastEventIdOf({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * The same as server-sent events: a state is an event, a heartbeat a comment. One that breaks off has no last event, only
 * when to connect again, under the id of what was told: an event of its own would be taken for a state.
 */
export const serverSent = (told: Observable<SyncTold>, lastEventId: string | undefined): Observable<MessageEvent> =>
  defer(() => {
    let last = lastEventId ?? '';
    return told.pipe(
      map(({ eventId, sync }): MessageEvent => {
        last = eventId;
        return sync ? { id: eventId, retry: AGAIN_MS, data: sync } : { comment: 'nothing new' };
      }),
      catchError((error: unknown) => {
        if (!problemOf(error)) throw error;
        return of({ id: last, retry: AGAIN_MS });
      }),
    );
  });

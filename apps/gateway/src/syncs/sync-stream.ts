import type { IncomingMessage } from 'node:http';
import type { MessageEvent } from '@nestjs/common';
import { LONGEST_EVENT_ID } from '@people-sync/contracts/api';
import { invalidRequest, problemOf } from '@people-sync/platform';
import { catchError, defer, map, type Observable, of } from 'rxjs';
import type { SyncTold } from './sync-watch';

/** How long a browser waits before it connects again, in milliseconds. */
const AGAIN_MS = 1_000;

/**
 * The state that whoever connects again was told last; undefined: they ask for the first time.
 * @throws ProblemException 400 `invalid-request` for one that is longer than any that is given out.
 */
export function lastEventIdOf({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id'];
  if (typeof id !== 'string' || id === '') return undefined;
  if (id.length <= LONGEST_EVENT_ID) return id;
  const message = `Last-Event-ID must be at most ${LONGEST_EVENT_ID} characters`;
  throw invalidRequest([{ field: 'Last-Event-ID', message }]);
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

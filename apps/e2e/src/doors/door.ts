import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunningSystem } from '@people-sync/testing';

/** How a caller reaches the gateway: a path below its address, and what `fetch` takes. */
export type Door = (path: string, init: RequestInit) => Promise<Response>;

const AGAIN_MS = 300;
const GIVEN_UP_MS = 120_000;

/** The first gateway, asked once. */
export const plainDoor =
  (system: Pick<RunningSystem, 'http'>): Door =>
  (path, init) =>
    fetch(system.http + path, init);

/**
 * As a caller who wants an answer: the next gateway where one does not answer, and again where somebody says when to come
 * again (`Retry-After`), until it leaves. A call that changes something has one name however often it is made.
 */
export function patientDoor(system: Pick<RunningSystem, 'doors'>, leaving: AbortSignal): Door {
  let turn = 0;
  return async (path, init) => {
    const headers = new Headers(init.headers);
    if (init.method !== 'GET') headers.set('idempotency-key', randomUUID());
    const givenUp = Date.now() + GIVEN_UP_MS;
    for (;;) {
      const door = system.doors[turn++ % system.doors.length] ?? '';
      // Of its own: a listener of `fetch` stays on its signal until it is collected, and this one lives for thousands of calls.
      const signal = AbortSignal.any([leaving]);
      const answer = await fetch(door + path, { ...init, headers, signal }).catch(reasonOf);
      if (answer instanceof Response && !answer.headers.has('retry-after')) return answer;
      leaving.throwIfAborted();
      const why = answer instanceof Response ? `${answer.status} ${await answer.text()}` : answer;
      if (Date.now() > givenUp) throw new Error(`${path} is not answered: ${why}`);
      await wait(AGAIN_MS, undefined, { signal: leaving });
    }
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : 'no answer');

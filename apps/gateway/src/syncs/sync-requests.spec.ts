import { aSync } from '../rig/syncs.testkit';
import { type Asking, syncRequested } from './sync-requests';
import type { SyncState } from './sync-state';

const baseDigest = 'd'.repeat(64);
const now = new Date('2026-03-02T08:00:00Z');
const sent = (sync: SyncState, asking: Partial<Asking>): Record<string, unknown> =>
  (
    JSON.parse(syncRequested(sync, { baseDigest: null, again: false, now, ...asking }).json) as {
      data: Record<string, unknown>;
    }
  ).data;

describe('what the fetcher is asked', () => {
  it('carries the digest of what is known, so that an unchanged company sends nobody', () => {
    expect(sent(aSync({ number: 3, mode: 'preview' }), { baseDigest })).toEqual({
      number: 3,
      mode: 'preview',
      trigger: 'manual',
      baseDigest,
      erased: [],
    });
  });

  it('carries no digest for a repair, for another try, and before anything is known', () => {
    expect(sent(aSync({ mode: 'repair' }), { baseDigest })['baseDigest']).toBeNull();
    expect(sent(aSync(), { baseDigest, again: true })['baseDigest']).toBeNull();
    expect(sent(aSync(), {})['baseDigest']).toBeNull();
  });

  it('names the sync, who pressed the button, and the time of the one clock', () => {
    const event: unknown = JSON.parse(syncRequested(aSync(), { baseDigest: null, again: false, now }).json);
    expect(event).toMatchObject({ tenantid: 'acme', syncid: aSync().id, actor: 'ada', time: now.toISOString() });
  });
});

import { aSync } from '../rig/syncs.testkit';
import { syncRequested } from './sync-requests';

const DIGEST = 'd'.repeat(64);
const sent = (...args: Parameters<typeof syncRequested>): Record<string, unknown> =>
  (JSON.parse(syncRequested(...args).json) as { data: Record<string, unknown> }).data;

describe('what the fetcher is asked', () => {
  it('carries the digest of what is known, so that an unchanged company sends nobody', () => {
    expect(sent(aSync({ number: 3, mode: 'preview' }), DIGEST, false)).toEqual({
      number: 3,
      mode: 'preview',
      trigger: 'manual',
      baseDigest: DIGEST,
      erased: [],
    });
  });

  it('carries no digest for a repair, for another try, and before anything is known', () => {
    expect(sent(aSync({ mode: 'repair' }), DIGEST, false)['baseDigest']).toBeNull();
    expect(sent(aSync(), DIGEST, true)['baseDigest']).toBeNull();
    expect(sent(aSync(), null, false)['baseDigest']).toBeNull();
  });

  it('names the sync and who pressed the button', () => {
    const event: unknown = JSON.parse(syncRequested(aSync(), null, false).json);
    expect(event).toMatchObject({ tenantid: 'acme', syncid: aSync().id, actor: 'ada' });
  });
});

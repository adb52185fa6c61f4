import { peopleSyncRpcs } from './people-sync';
import { reasons } from './reasons';
import { grpcRefusalsOf, httpRefusalsOf, ownRefusals } from './refusals';

describe('what a call may be refused with', () => {
  it('is said of calls that there are', () => {
    expect(Object.keys(peopleSyncRpcs)).toEqual(expect.arrayContaining(Object.keys(ownRefusals)));
  });

  it('is a wrong input, a stranger, a limit or a fault for every call, at both doors', () => {
    for (const rpc of Object.values(peopleSyncRpcs)) {
      for (const refused of [httpRefusalsOf([], rpc, false), grpcRefusalsOf([], rpc)]) {
        const statuses = new Set(refused.map((reason) => reasons[reason].status));
        for (const status of [400, 401, 403, 429, 500, 503]) expect(statuses).toContain(status);
      }
    }
  });

  it('is a body that cannot be taken where there is one, and a key that was used where there is one', () => {
    expect(httpRefusalsOf([], peopleSyncRpcs.importPeople, true)).toEqual(
      expect.arrayContaining(['too-large', 'unsupported-media-type', 'idempotency-key-reused', 'acting-user-required']),
    );
    expect(httpRefusalsOf([], peopleSyncRpcs.getPerson, false)).not.toEqual(
      expect.arrayContaining(['too-large', 'idempotency-key-reused']),
    );
    expect(grpcRefusalsOf([], peopleSyncRpcs.getPerson)).toEqual(expect.arrayContaining(['too-large', 'compressed']));
  });
});

describe('a reason', () => {
  it('that is outdated is ABORTED, and what it is about is to be read anew', () => {
    for (const reason of ['plan-outdated', 'policy-outdated', 'effect-outdated'] as const)
      expect(reasons[reason]).toMatchObject({ status: 409, code: 'ABORTED', retry: 'read-anew' });
  });
});

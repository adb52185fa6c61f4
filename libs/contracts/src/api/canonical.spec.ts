import { canonicalOf } from './canonical';
import { peopleSyncRpcs } from './people-sync';

const ADA = '11111111-1111-4111-8111-11111111111a';
const BEN = '22222222-2222-4222-8222-22222222222b';
const HASH = 'a'.repeat(64);
const written = (asked: Readonly<Record<string, unknown>>, rpc: 'approvePlan' | 'connectPeopleHr' | 'updatePolicy') =>
  JSON.stringify(canonicalOf(peopleSyncRpcs[rpc].request, asked));

describe('what a request asks', () => {
  const approval = { tenant: 'acme', syncId: ADA, planHash: HASH };

  it('is the same in whatever order its fields and its people are named, and however ids are written', () => {
    const one = written({ ...approval, leftOut: [ADA, BEN] }, 'approvePlan');
    expect(
      written(
        { leftOut: [BEN, ADA.toUpperCase()], planHash: HASH, syncId: ADA.toUpperCase(), tenant: 'acme' },
        'approvePlan',
      ),
    ).toBe(one);
  });

  it('is the same whether what is left out is left out, null, or said', () => {
    expect(written({ ...approval, leaversOnly: null }, 'approvePlan')).toBe(written(approval, 'approvePlan'));
    expect(written({ ...approval, leftOut: [], leaversOnly: false }, 'approvePlan')).toBe(
      written(approval, 'approvePlan'),
    );
    expect(written({ tenant: 'acme', apiKey: ' key-1\n' }, 'connectPeopleHr')).toBe(
      written({ tenant: 'acme', apiKey: 'key-1' }, 'connectPeopleHr'),
    );
  });

  it.each([
    ['another company', { ...approval, tenant: 'northwind' }],
    ['somebody more', { ...approval, leftOut: [ADA] }],
    ['other changes', { ...approval, planHash: 'b'.repeat(64) }],
    ['a field that is none', { ...approval, force: true }],
  ])('is another with %s', (_what, other) => {
    expect(written(other, 'approvePlan')).not.toBe(written(approval, 'approvePlan'));
  });

  it('is another where the order, or a zero, says something', () => {
    const scope = (include: string[]) => ({ tenant: 'acme', scope: { location: { include, exclude: [] } } });
    expect(written(scope(['Leeds', 'Cork']), 'updatePolicy')).not.toBe(
      written(scope(['Cork', 'Leeds']), 'updatePolicy'),
    );
    expect(written({ tenant: 'acme', expectedVersion: 0 }, 'updatePolicy')).not.toBe(
      written({ tenant: 'acme' }, 'updatePolicy'),
    );
  });
});

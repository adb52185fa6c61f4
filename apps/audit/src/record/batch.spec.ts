import { Connected, derivedId, KeyReplaced, type NewEvent, newEvent } from '@people-sync/contracts';
import { GrowingTree, leafHash } from '@people-sync/transparency';
import { completed, decoded, employee, failed, row, snapshot, started, unchanged } from '../fetched.testkit';
import { answerEnd, attemptsIn, companiesAfter, indexesOf } from './batch';

const tree = (tenantId: string, size: number, companyId = '') => ({
  tenantId,
  companyId,
  tree: GrowingTree.empty.with(Array.from({ length: size }, (_, n) => leafHash(Buffer.from(String(n))))).tree,
});
const origin = (tenantId: string) => ({ source: '/peoplesync/credentials', tenantId });
const connection = { connectionId: derivedId('c'), companyName: 'Northwind Tiles', keyHint: 'abcd' };
const connected = (tenantId: string, companyId: string) =>
  newEvent(Connected, origin(tenantId), { ...connection, companyId });
const replaced = (tenantId: string, companyId: string) =>
  newEvent(KeyReplaced, origin(tenantId), { ...connection, companyId, companyReplaced: true });

describe('the company behind a tenant', () => {
  const after = (before: string, events: readonly NewEvent[]) =>
    companiesAfter([tree('acme', 0, before)], events.map(decoded)).get('acme');

  it('is the one that the connection named last', () => {
    expect(after('', [connected('acme', 'c1')])).toBe('c1');
    expect(after('c1', [replaced('acme', 'c2')])).toBe('c2');
    expect(after('c1', [])).toBe('c1');
    expect(after('c1', [connected('contoso', 'c9')])).toBe('c1');
  });

  it('is that of an answer only as long as no connection was heard of', () => {
    const answer = completed({ tenantId: 'acme', number: 1, companyId: 'c3' }, []);
    expect(after('', [answer])).toBe('c3');
    expect(after('c1', [answer])).toBe('c1');
  });
});

describe('the place of an event in its tenant’s record', () => {
  it('is behind what is there, one after the other, whoever else is in the batch', () => {
    const drafts = ['acme', 'contoso', 'acme', 'acme', 'contoso'].map((tenantId) => ({ tenantId }));
    expect(indexesOf([tree('acme', 7), tree('contoso', 0)], drafts)).toEqual([7, 0, 8, 9, 1]);
  });
});

describe('the end of an attempt', () => {
  const fetched = { tenantId: 'acme', number: 3, attempt: 2 };
  const staff = [employee('PW1')];

  it('with an answer says what rows it has', () => {
    expect(answerEnd(decoded(completed(fetched, staff)), 5)).toMatchObject([
      { kind: 'completed', index: 5, number: 3, attempt: 2, count: 1 },
    ]);
    expect(answerEnd(decoded(unchanged(fetched, staff)), 6)).toMatchObject([{ kind: 'unchanged', index: 6 }]);
  });

  it('without one has none, nor has any other event', () => {
    for (const event of [failed(fetched), started(fetched), row(fetched, 0, staff[0]!), connected('acme', 'c')])
      expect(answerEnd(decoded(event), 0)).toEqual([]);
  });

  it('is asked for once for each attempt of a batch', () => {
    const events = [
      ...snapshot(fetched, staff),
      ...snapshot({ ...fetched, attempt: 3 }, staff),
      row({ ...fetched, tenantId: 'contoso' }, 0, staff[0]!),
      connected('acme', 'c'),
    ];
    expect(attemptsIn(events.map(decoded))).toEqual([
      { tenantId: 'acme', number: 3, attempt: 2 },
      { tenantId: 'acme', number: 3, attempt: 3 },
      { tenantId: 'contoso', number: 3, attempt: 2 },
    ]);
  });
});

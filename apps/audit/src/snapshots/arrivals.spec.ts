import type { NewEvent } from '@people-sync/contracts';
import { completed, decoded, employee, failed, row, snapshot, started } from '../fetched.testkit';
import { type Marked, sortArrivals } from './arrivals';

const first = { tenantId: 'northwind-tiles', number: 4, attempt: 1 };
const second = { ...first, attempt: 2 };
const staff = ['PW1', 'PW2'].map((id) => employee(id));
const sorted = (events: readonly NewEvent[], known: readonly Marked[] = []) => {
  const { events: entries, rows, marks, contradictions } = sortArrivals(events.map(decoded), known);
  return {
    entries: entries.map(({ type }) => type.split('.').at(-2)),
    rows: rows.map(({ attempt, index }) => `${attempt}/${index}`),
    marks,
    contradictions: contradictions.map(({ attempt, mark }) => `${attempt} ${mark}`),
  };
};

describe('the events of a snapshot', () => {
  it('are an entry for its beginning and its end, and rows between them', () => {
    expect(sorted(snapshot(first, staff))).toMatchObject({
      entries: ['started', 'completed'],
      rows: ['1/0', '1/1'],
      contradictions: [],
    });
  });

  it('are recorded once, though they were sent twice, in one batch or in two', () => {
    const events = snapshot(first, staff);
    const { marks } = sorted(events);
    expect(sorted([...events, ...events]).entries).toEqual(['started', 'completed']);
    expect(sorted(events, marks)).toMatchObject({ entries: [], rows: [], contradictions: [] });
  });

  it('are told apart by attempt: the rows of one are none of another', () => {
    const events = [started(first), row(first, 0, staff[0]!), ...snapshot(second, staff), failed(first)];
    expect(sorted(events)).toMatchObject({
      entries: ['started', 'started', 'completed', 'failed'],
      rows: ['1/0', '2/0', '2/1'],
    });
  });

  it('are told apart by tenant', () => {
    const other = { ...first, tenantId: 'contoso' };
    expect(sorted([...snapshot(first, staff), ...snapshot(other, staff)]).entries).toHaveLength(4);
  });

  it('that come again with another text are named, and do not take the place of the first', () => {
    const { marks } = sorted(snapshot(first, staff));
    const again = [completed(first, staff.slice(1))];
    expect(sorted(again, marks)).toMatchObject({ entries: [], contradictions: ['1 completed'] });
    expect(sorted([...snapshot(first, staff), ...again])).toMatchObject({
      entries: ['started', 'completed'],
      contradictions: ['1 completed'],
    });
  });

  it('may begin in one batch and end in another', () => {
    const [begin, ...rest] = snapshot(first, staff);
    const { marks } = sorted([begin!]);
    expect(sorted(rest, marks)).toMatchObject({ entries: ['completed'], rows: ['1/0', '1/1'] });
  });
});

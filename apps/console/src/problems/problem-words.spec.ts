import type { Decision, Problem } from '@people-sync/contracts/api';
import { candidatesOf, givenTo, missingSince, nameOf, rowFacts } from './problem-words';

const problem: Problem = {
  problemId: 'a-problem',
  code: 'identity-address',
  message: 'Is this the same person?',
  personId: null,
  employeeId: 'NT7',
  name: 'Mara Quill',
  received: 'mara@tiles.example',
  other: 'Mara Reed',
  otherPersonId: 'mara-reed',
  rowEmail: 'mara@tiles.example',
  rowStartDate: '2026-02-01',
  rowStatus: null,
  rowLeavingDate: null,
  affected: 1,
  syncId: 'a-sync',
  openedAt: '2026-03-03T09:00:00.000Z',
  closedAt: null,
  setAsideAt: null,
  seenAt: null,
};
const decision: Decision = {
  decisionId: 'a-decision',
  kind: 'same-person',
  employeeId: 'NT7',
  personId: 'mara-reed',
  name: 'Mara Quill',
  reason: null,
  itemKind: null,
  changes: [],
  decidedBy: 'Grace Hopwood',
  decidedAt: '2026-03-03T10:00:00.000Z',
  message: 'The same person as before.',
  tentative: false,
  planHash: null,
  syncId: null,
};

describe('a problem in words', () => {
  it('says since when somebody is not in PeopleHR', () => {
    expect(missingSince({ received: '2026-03-03' })).toBe('Not in PeopleHR since 3 March 2026');
    expect(missingSince({ received: null })).toBe('Not in PeopleHR any more');
  });

  it('names somebody who has no name by their employee ID', () => {
    expect(nameOf({ code: 'email-blank', name: null, employeeId: 'NT7' })).toBe('Employee NT7');
    expect(nameOf({ code: 'email-blank', name: null, employeeId: null })).toBe('Somebody without a name');
    expect(nameOf({ code: 'dates-unreadable', name: null, employeeId: null })).toBe('PeopleHR’s answer');
  });

  it('shows of a record what a person can compare', () => {
    const row = [
      ['Name', 'Mara Quill'],
      ['Employee ID', 'NT7'],
      ['Email', 'mara@tiles.example'],
      ['Start date', '1 February 2026'],
    ];
    expect(rowFacts(problem)).toEqual(row);
    expect(rowFacts({ ...problem, code: 'identity-two-people', received: '6f1c' })).toEqual(row);
    const twoRows = rowFacts({ ...problem, code: 'identity-two-rows', received: 'NT8', rowStartDate: null });
    expect(twoRows.slice(3)).toEqual([
      ['Start date', null],
      ['Employee ID of the other record', 'NT8'],
    ]);
  });

  it('shows of a record that it is a leaver’s, and since when, once', () => {
    const leaver = rowFacts({ ...problem, rowStatus: '2', rowLeavingDate: '2026-02-27' });
    expect(leaver.slice(4)).toEqual([
      ['Status', 'Leaver'],
      ['Leaving date', '27 February 2026'],
    ]);
    expect(rowFacts({ ...problem, rowStatus: '9', rowLeavingDate: '27/02/26' }).slice(4)).toEqual([
      ['Status', '9'],
      ['Leaving date', '27/02/26'],
    ]);
    expect(rowFacts({ ...problem, rowStatus: '1' }).slice(4)).toEqual([['Status', 'Current']]);
  });

  it('offers everybody whom a record may be once', () => {
    expect(candidatesOf({ personId: 'by-id', otherPersonId: 'by-key' })).toEqual(['by-key', 'by-id']);
    expect(candidatesOf({ personId: 'one', otherPersonId: 'one' })).toEqual(['one']);
  });

  it('knows the answer that was given to this question, and no other', () => {
    const leaver = { ...problem, code: 'leaver-date-unreadable', personId: 'mara-reed', otherPersonId: null };
    const notYet: Decision = { ...decision, kind: 'leaver-not-yet', employeeId: null };
    expect(givenTo(leaver, [decision, notYet])).toBe(notYet);
    expect(givenTo({ ...leaver, code: 'missing' }, [notYet])).toBeUndefined();
    const missing = { ...problem, code: 'missing', personId: 'mara-reed', otherPersonId: null };
    const left: Decision = { ...decision, kind: 'missing-left', employeeId: null };
    expect(givenTo(problem, [left, decision])).toBe(decision);
    expect(givenTo(missing, [decision, left])).toBe(left);
    expect(givenTo({ ...problem, code: 'email-twice' }, [decision, left])).toBeUndefined();
    expect(givenTo({ ...problem, employeeId: 'NT8' }, [decision])).toBeUndefined();
  });
});

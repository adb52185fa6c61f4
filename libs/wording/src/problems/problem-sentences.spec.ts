import { problemCodes } from '@people-sync/reconciliation';
import { causes, causeTitle, problemSentence } from './problem-sentences';

/** The writer's; its package is no library, so they are written out here. */
const managerCodes = ['manager-unknown', 'manager-left', 'manager-loop'];
const codes = [...problemCodes, 'missing', 'dates-unreadable', ...managerCodes];

const facts = { name: 'Ada Moss', received: '2026-03-03', other: 'Ben Moss', affected: 8 };

describe('what an administrator reads about a problem', () => {
  it('is there for every code, and for no other', () => {
    expect(Object.keys(causes).sort()).toEqual([...codes].sort());
  });

  it('tells the new name of an employee ID, also to whoever asks about the old one', () => {
    const recycled = {
      code: 'identity-recycled',
      name: 'Ben Moss',
      received: 'Ada Moss',
      other: 'Ben Moss',
      affected: 1,
    };
    expect(problemSentence(recycled)).toContain('gives the employee ID of Ben Moss to Ada Moss now');
  });

  it.each(codes.filter((code) => code !== 'dates-unreadable'))(
    'names whom %s is about and the next step, and has a title of its own',
    (code) => {
      const received = code === 'identity-recycled' ? facts.name : facts.received;
      const sentence = problemSentence({ ...facts, received, code });
      expect(sentence).toMatch(/^(?=[A-Z0-9]).*Ada Moss.*\.$/s);
      expect(sentence).toMatch(/(sync again|[Ss]ay whether they .*|Say whether this is .*)\.$/s);
      expect(codes.filter((other) => causeTitle(other) === causeTitle(code))).toEqual([code]);
    },
  );

  it.each(['ines @tiles.example', 'ines\u00a0@tiles.example', 'ines\u2800@tiles.example', 'ines@tiles\u3164.example'])(
    'says of an address that something in it cannot be seen: %j',
    (received) => {
      const sentence = problemSentence({ ...facts, code: 'email-invalid', received });
      expect(sentence).toContain('has a space in it, or a character that cannot be seen');
      const manager = problemSentence({ ...facts, code: 'manager-unknown', received });
      expect(manager).toContain(
        `(${received}) has a space in it, or a character that cannot be seen. Check Reports To`,
      );
      expect(problemSentence({ ...facts, code: 'manager-unknown', received: '' })).not.toContain('cannot be seen');
      expect(problemSentence({ ...facts, code: 'email-invalid', received: 'ines@tiles' })).toContain('cannot be used');
    },
  );

  it('tells of how many people a date cannot be read, and of which', () => {
    const sentence = problemSentence({
      ...facts,
      code: 'dates-unreadable',
      name: '',
      received: 'startDate',
      affected: 30,
    });
    expect(sentence).toMatch(/^PeopleHR gives 30 people a start date that cannot be read.*sync again\.$/);
  });

  it('counts who still reports to a manager who left', () => {
    const left = { ...facts, code: 'manager-left', name: 'Jane Holt' };
    expect(problemSentence(left)).toMatch(/^Jane Holt left; 8 people still report to them\. Choose somebody else/);
    expect(problemSentence({ ...left, affected: 1 })).toContain('1 person still reports to them');
    expect(problemSentence({ ...left, code: 'manager-unknown', affected: 2 })).toMatch(/^2 people report to Jane Holt/);
  });

  it('names the circle in which somebody reports to themselves, and a direct case as one', () => {
    const loop = { ...facts, code: 'manager-loop', affected: 2 };
    expect(problemSentence({ ...loop, circle: ['Ben Holt', 'Cara Lee', 'Ada Moss'] })).toBe(
      'Ada Moss reports to Ben Holt, who reports to Cara Lee, who reports to Ada Moss again; 2 people report to them. Correct Reports To in PeopleHR where the circle is wrong, then sync again.',
    );
    expect(problemSentence({ ...loop, circle: ['Ben Holt', ''], circleGoesOn: true })).toMatch(
      /^Ada Moss reports to Ben Holt, who reports to somebody without a name, and so on, until somebody reports to Ada Moss again; /,
    );
    const direct = { ...loop, circle: ['Ada Moss'] };
    expect(problemSentence(direct)).toMatch(
      /^Ada Moss reports to themselves, directly; 1 other person reports to them\. Choose somebody else/,
    );
    expect(problemSentence({ ...direct, affected: 1 })).toMatch(/^Ada Moss reports to themselves, directly\. Choose/);
    expect(problemSentence(loop)).toMatch(/^Ada Moss reports, over others, to themselves; 2 people report to them\./);
  });

  it('tells the day since when somebody is not in PeopleHR', () => {
    expect(problemSentence({ ...facts, code: 'missing' })).toContain('Ada Moss is not in PeopleHR since 3 March 2026.');
  });

  it('asks whether it is the same person, with both sides', () => {
    for (const code of codes.filter((one) => one.startsWith('identity-'))) {
      expect(problemSentence({ ...facts, code })).toMatch(/^Is this the same person\? .*Ben Moss/);
      expect(causeTitle(code)).toMatch(/^Is this the same person\?/);
    }
  });

  it('calls a record key a record key, never an employee ID, and does not show it', () => {
    const received = '6f1c2b7a-0000-4000-8000-000000000001';
    for (const code of ['identity-two-people', 'identity-unique-key']) {
      const sentence = problemSentence({ ...facts, code, received });
      expect(sentence).toContain('Ada Moss has the record key of Ben Moss');
      expect(sentence).not.toContain(received);
      expect(sentence).not.toMatch(/employee ID \(|same employee ID|employee ID of Ben Moss/);
    }
    expect(problemSentence({ ...facts, code: 'identity-two-rows', received: 'E8' })).toContain('(employee ID E8)');
    const unreadable = { ...facts, code: 'text-unreadable' };
    expect(problemSentence({ ...unreadable, received: 'uniqueKey' })).toMatch(/^The PeopleHR record key of Ada Moss/);
    expect(problemSentence({ ...unreadable, received: 'employeeId' })).toMatch(/^The employee ID of Ada Moss/);
  });

  it('names nobody as somebody without a name, and knows no words for what is new', () => {
    const nobody = { name: '', received: 'x', other: '', affected: 1 };
    for (const code of codes) expect(problemSentence({ ...nobody, code })).not.toMatch(/undefined|null|\(\)| {2}/);
    expect(problemSentence({ ...nobody, code: 'email-blank' })).toContain('without a name');
    expect(problemSentence({ ...facts, code: 'something-new' })).toContain('contact support');
    expect(causeTitle('something-new')).toBe('Something else');
  });
});

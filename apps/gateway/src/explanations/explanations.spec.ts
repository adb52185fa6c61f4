import { noCounts } from '@people-sync/contracts';
import { explain, proofNames, standingWords, stepKinds, stepSentence, type Story } from '@people-sync/wording';
import { decisionView } from '../decisions/decision.dto';
import { aDecision, aPerson, aStep, aVersion } from '../rig/answers.testkit';
import { aSync } from '../rig/syncs.testkit';

const ZOE = '11111111-1111-4111-8111-111111111111';
const [FIRST, SECOND, THIRD] = [1, 2, 3].map((n) => `01890000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];

const read = (id: string, number: number, at: string, more: object = {}) =>
  aSync({
    id,
    number,
    trigger: 'manual',
    requestedBy: 'grace',
    status: 'completed',
    startedAt: new Date(at),
    finishedAt: new Date(at),
    counts: { ...noCounts, seen: 120 },
    ...more,
  });

const moved = [{ field: 'jobRole', oldValue: 'Apprentice', newValue: 'Tiler' }];
const zoe = { personId: ZOE, employeeId: 'E1', name: 'Zoë Moss' };

const story = (
  more: Omit<Partial<Story>, 'explanation'> & { steps: Parameters<typeof aStep>[0][] } & { person?: object },
): Story => {
  const { steps, person = zoe, ...rest } = more;
  const explanation = { ...zoe, ...person, steps: steps.map(aStep) };
  return { versions: [], decisions: [], syncs: [], newest: undefined, timeZone: 'Europe/London', ...rest, explanation };
};
const told = (of: Story) =>
  explain(of).steps.map(({ at, kind, sentence }) => `${at.slice(0, 16)} ${kind}: ${sentence}`);
const standing = (
  code: string,
  more: Omit<Partial<Story>, 'explanation'> = {},
  steps: Parameters<typeof aStep>[0][] = [],
) =>
  explain(story({ ...more, steps: [...steps, { kind: 'now', at: '2026-03-03T06:00:00.000Z', syncId: FIRST, code }] }))
    .summary;

const joinedAt = aVersion({ at: '2026-03-02T06:00:09.000Z', syncId: FIRST, person: aPerson({ team: 'Apprentice' }) });

describe('why somebody is as they are', () => {
  it('is the chain from what PeopleHR sent to what was written, oldest first', () => {
    const promoted = aVersion({
      kind: 'updated',
      at: '2026-03-03T06:00:09.000Z',
      syncId: SECOND,
      changed: ['team'],
      person: aPerson({ team: 'Tiler', version: 2 }),
    });
    const all = story({
      steps: [
        { kind: 'plan', at: '2026-03-02T06:00:05.000Z', syncId: FIRST, code: 'joined' },
        { kind: 'plan', at: '2026-03-03T06:00:05.000Z', syncId: SECOND, code: 'changed', changes: moved },
        { kind: 'now', at: '2026-03-03T06:00:05.000Z', syncId: SECOND, code: 'unchanged' },
      ],
      syncs: [
        read(SECOND, 2, '2026-03-03T06:00:00.000Z', { trigger: 'schedule', requestedBy: 'schedule' }),
        read(FIRST, 1, '2026-03-02T06:00:00.000Z'),
      ],
      versions: [promoted, joinedAt],
    });
    expect(told(all)).toEqual([
      '2026-03-02T06:00 read: grace started sync 1, and PeopleHR was read: 120 employees.',
      '2026-03-02T06:00 plan: The check found this: they are new in PeopleHR, and are to be added.',
      '2026-03-02T06:00 written: Added to the People table as active.',
      '2026-03-03T06:00 read: The nightly sync 2 read PeopleHR: 120 employees.',
      '2026-03-03T06:00 plan: The check found this: PeopleHR has something else for them: team (Job Role) from “Apprentice” to “Tiler”.',
      '2026-03-03T06:00 written: Written into the People table: team (Job Role) from “Apprentice” to “Tiler”.',
      "2026-03-03T06:00 now: PeopleHR's answer of 3 March 2026 had something else for Zoë Moss, and it was written. They are active. If something is wrong, correct it in PeopleHR, then sync again.",
    ]);
    const { steps, ...rest } = explain(all);
    expect(rest).toEqual({ ...zoe, standing: 'unchanged', summary: steps.at(-1)?.sentence });
    expect(steps[5]).toMatchObject({
      syncId: SECOND,
      changes: [{ field: 'team', oldValue: 'Apprentice', newValue: 'Tiler' }],
    });
    expect(steps[0]).toMatchObject({ syncId: FIRST, actor: 'grace' });
  });

  it('tells that changes waited, who gave their OK, and who was left out', () => {
    const held = { kind: 'held', at: '2026-03-03T06:00:05.000Z', syncId: SECOND, code: 'left', proof: 'leaver-status' };
    const excluded = { kind: 'excluded', at: '2026-03-03T09:00:00.000Z', syncId: SECOND, code: 'left', actor: 'grace' };
    const kept = aDecision({ kind: 'kept', itemKind: 'left', decidedAt: '2026-03-03T09:00:00.001Z' });
    const undoes = { kind: 'decision-ended', at: '2026-03-04T09:00:00.000Z', code: 'kept' };
    const decided = { kind: 'decision', at: kept.decidedAt, code: 'kept', actor: 'grace' };
    const all = story({
      steps: [
        { ...held, reason: 'leavers, hardly-anybody-known' },
        excluded,
        decided,
        { kind: 'now', at: held.at, syncId: SECOND, code: 'kept' },
      ],
      decisions: [decisionView(kept)],
      versions: [joinedAt],
    });
    expect(told(all)).toEqual([
      '2026-03-02T06:00 written: Added to the People table as active.',
      "2026-03-03T06:00 held: The check found this: PeopleHR says that they have left, so they are to be set to inactive. It was held for an OK for 2 reasons: more people would leave than usual; hardly anybody we know is in PeopleHR's answer.",
      '2026-03-03T09:00 excluded: grace gave their OK to the other changes and left this one out: it stays away until PeopleHR has something else.',
      '2026-03-03T09:00 decision: grace said no. Kept by you: Zoë Moss stays active, although PeopleHR says otherwise. It stays so until PeopleHR has something else for them, or until you undo this.',
      '2026-03-03T09:00 now: Kept by you: Zoë Moss stays active, although PeopleHR says otherwise. It stays so until PeopleHR has something else for them, or until you undo this. To take it over after all, undo that.',
    ]);
    const ended = (actor: string) =>
      told(story({ steps: [decided, { ...undoes, actor }, { kind: 'now', code: 'unchanged' }] })).slice(0, 2);
    // Whose it was is not told of one that holds no more: the employee ID may have been somebody else's.
    expect(ended('grace')).toEqual([
      expect.stringContaining('said no. Kept by you: this person stays as they are'),
      '2026-03-04T09:00 decision-ended: grace undid what was decided.',
    ]);
    expect(ended('')[1]).toContain('has nothing to say any more');
  });

  it('tells what was wrong, and that it was settled', () => {
    const blank = { syncId: FIRST, code: 'email-blank' };
    const taken = { syncId: SECOND, code: 'email-taken', received: 'zoe@northwind.example', other: 'Ben Moss' };
    const all = story({
      person: { personId: '' },
      steps: [
        { kind: 'problem', at: '2026-03-02T06:00:05.000Z', ...blank },
        { kind: 'problem-closed', at: '2026-03-03T06:00:05.000Z', ...blank },
        { kind: 'problem', at: '2026-03-03T06:00:05.000Z', ...taken },
        { kind: 'now', at: '2026-03-03T06:00:05.000Z', syncId: SECOND, code: 'refused' },
      ],
    });
    expect(told(all)).toEqual([
      '2026-03-02T06:00 problem: Zoë Moss has no email address in PeopleHR and was not added or updated. Enter one in PeopleHR, then sync again.',
      '2026-03-03T06:00 problem-closed: Settled: No email address.',
      expect.stringContaining('problem: Zoë Moss was not added or updated: Ben Moss already has'),
      expect.stringContaining('now: Zoë Moss was not added or updated: Ben Moss already has'),
    ]);
  });

  it('tells of a licence that was waited for and came free', () => {
    const active = aVersion({ at: '2026-03-05T10:00:00.000Z', syncId: '', changed: ['status'] });
    const waits = aVersion({ ...joinedAt, kind: 'waiting', person: aPerson({ status: 'waiting' }) });
    const steps = [{ kind: 'now', at: '2026-03-03T06:00:00.000Z', syncId: SECOND, code: 'unchanged' }];
    expect(explain(story({ steps, versions: [waits] })).summary).toBe(
      "PeopleHR's answer of 3 March 2026 had the same values for Zoë Moss as before, so nothing was changed. They are waiting for a licence: they become active as soon as somebody leaves, or you have more licences.",
    );
    expect(told(story({ steps, versions: [active, waits] })).slice(0, 2)).toEqual([
      '2026-03-02T06:00 written: All licences were in use: waiting for a licence.',
      '2026-03-05T10:00 written: A licence came free: active in the People table.',
    ]);
    // Told once: the table says it too.
    const imported = { kind: 'imported', at: joinedAt.at };
    const inTable = aVersion({ ...joinedAt, kind: 'imported', syncId: '' });
    expect(told(story({ steps: [imported], versions: [inTable] }))).toHaveLength(2);
    expect(told(story({ steps: [imported] }))[0]).toContain('Imported: they were in WeThrive before.');
    // How it stands now is never older than what happened.
    expect(explain(story({ steps, versions: [active, waits] })).steps.at(-1)).toMatchObject({
      kind: 'now',
      at: active.at,
    });
  });
});

describe('why nothing happened', () => {
  it("is that PeopleHR's answer had the same values", () => {
    expect(standing('unchanged', { versions: [joinedAt] })).toBe(
      "PeopleHR's answer of 3 March 2026 had the same values for Zoë Moss as before, so nothing was changed. They are active. If something is wrong, correct it in PeopleHR, then sync again.",
    );
  });

  it.each([
    ['expired', 'Nobody gave their OK within 7 days, so it was not applied.'],
    ['cancelled', 'The sync was cancelled, so it was not applied.'],
  ])('may be that what waited was not applied: %s', (kind, words) => {
    const steps = [
      { kind: 'held', syncId: FIRST, code: 'left' },
      { kind, syncId: FIRST, code: 'left' },
    ];
    expect(standing('unchanged', { versions: [joinedAt] }, steps)).toBe(
      `PeopleHR's answer of 3 March 2026 had something else for Zoë Moss. ${words} Sync again to check anew.`,
    );
  });

  it.each([
    ['joined', 'had Zoë Moss for the first time, and they were added. They are active.'],
    ['rejoined', 'had Zoë Moss again, and they were taken back. They are active.'],
    ['changed', 'had something else for Zoë Moss, and it was written. They are active.'],
  ])('may be that it happened just now: %s', (code, words) => {
    const steps = [{ kind: 'plan', syncId: FIRST, code }];
    expect(standing('unchanged', { versions: [joinedAt] }, steps)).toContain(
      `PeopleHR's answer of 3 March 2026 ${words}`,
    );
  });

  it('tells of an employee ID that was given to somebody else what is kept away from it', () => {
    expect(standing('kept')).toBe(
      'Kept by you: somebody said no to what PeopleHR has for employee ID E1. To take it over after all, undo that.',
    );
    const settled = { kind: 'decision', code: 'new-person', actor: 'grace', at: '2026-03-03T05:00:00.000Z' };
    expect(told(story({ steps: [settled] }))[0]).toContain(
      'grace decided: Employee ID E1 in PeopleHR is somebody new: a sync adds them as a person of their own.',
    );
  });

  it.each([
    [
      'refused',
      { kind: 'decision', code: 'new-person' },
      'grace decided: Employee ID E1 in PeopleHR is somebody new: a sync adds them',
    ],
    ['unchanged', { kind: 'decision-ended', code: 'kept' }, 'grace undid what was decided.'],
  ])('may be that it was decided only after PeopleHR was read: %s', (code, step, words) => {
    const since = { ...step, actor: 'grace', at: '2026-03-03T09:00:00.000Z' };
    const summary = standing(code, { versions: [joinedAt] }, [since]);
    expect(summary).toMatch(/^Something was decided about Zoë Moss after PeopleHR was last read\./);
    expect(summary).toContain(words);
    expect(summary).toMatch(/Sync again to have it done\.$/);
    const before = { ...since, at: '2026-03-03T05:00:00.000Z' };
    expect(standing(code, { versions: [joinedAt] }, [before])).not.toContain('was decided');
  });

  it('tells of somebody who left how that is known', () => {
    const left = { kind: 'plan', code: 'left', proof: 'leaving-date' };
    expect(standing('left', {}, [left])).toMatch(
      /^Zoë Moss is inactive: their leaving date in PeopleHR has passed\. Their data stay\./,
    );
  });

  it('tells the day of the answer, and not of the comparison', () => {
    const seen = { kind: 'seen', at: '2026-03-02T23:00:00.000Z', syncId: FIRST };
    expect(standing('unchanged', { versions: [joinedAt] }, [seen])).toContain("PeopleHR's answer of 2 March 2026 had");
  });

  it('tells the day by the time zone of the company', () => {
    const steps = [{ kind: 'now', at: '2026-03-03T23:30:00.000Z', syncId: FIRST, code: 'unchanged' }];
    const of = (timeZone: string) => explain(story({ steps, timeZone, versions: [joinedAt] })).summary;
    expect(of('Europe/London')).toContain('of 3 March 2026');
    expect(of('Europe/Berlin')).toContain('of 4 March 2026');
  });

  it.each([
    ['failed', { reason: 'throttled' }, 'The sync of 4 March 2026 brought nothing newer:'],
    ['cancelled', {}, 'The sync of 4 March 2026 brought nothing newer: The sync was cancelled.'],
    ['fetching', {}, 'A sync is running: look again when it has ended.'],
  ] as const)('may be that the newest sync has %s', (status, more, words) => {
    const at = new Date('2026-03-04T06:00:00.000Z');
    const finishedAt = status === 'fetching' ? null : at;
    const newest = aSync({ id: SECOND, number: 2, status, ...more, requestedAt: at, finishedAt });
    expect(standing('unchanged', { versions: [joinedAt], newest })).toContain(words);
    expect(standing('unchanged', { versions: [joinedAt], newest: { ...newest, id: FIRST } })).not.toContain(words);
  });

  it('may be that it is not written yet', () => {
    const plan = { kind: 'plan', syncId: FIRST, code: 'changed', changes: moved };
    expect(standing('unchanged', { versions: [aVersion()] }, [plan])).toContain('is being written. Look again');
    expect(standing('unchanged', {})).toContain('is being written. Look again');
  });

  it('says that the next sync adds somebody only as long as they are not there', () => {
    const now = { kind: 'now', at: '2026-03-03T06:00:00.000Z', syncId: FIRST, code: 'unchanged' };
    const next = "PeopleHR's answer of 3 March 2026 has Zoë Moss, and the next sync adds them.";
    expect(explain(story({ steps: [now], person: { personId: '' } })).summary).toBe(next);
    const added = { kind: 'plan', syncId: FIRST, code: 'joined' };
    const waits = aVersion({ ...joinedAt, kind: 'waiting', person: aPerson({ status: 'waiting' }) });
    const imported = aVersion({ ...joinedAt, kind: 'imported', syncId: '' });
    for (const there of [
      story({ steps: [added, now] }),
      story({ steps: [added, now], versions: [joinedAt] }),
      story({ steps: [added, now], versions: [waits] }),
      story({ steps: [now], versions: [joinedAt] }),
      story({ steps: [now], versions: [imported] }),
    ])
      expect(explain(there).summary).not.toMatch(/next sync|will be added/);
  });

  it('may be a preview, that changes nothing', () => {
    const preview = { kind: 'plan', syncId: THIRD, code: 'changed', changes: moved, reason: 'previewed' };
    const all = story({
      steps: [preview],
      syncs: [read(THIRD, 3, preview.kind === 'plan' ? '2026-03-02T06:00:00.000Z' : '', { mode: 'preview' })],
    });
    expect(told(all).slice(0, 2)).toEqual([
      '2026-03-02T06:00 read: grace started preview 3, and PeopleHR was read: 120 employees.',
      '2026-03-02T06:00 plan: A preview showed this, and nothing was changed: PeopleHR has something else for them: team (Job Role) from “Apprentice” to “Tiler”.',
    ]);
  });

  it.each(standingWords)('has a sentence with what to do for: %s', (code) => {
    const sentence = standing(code, { versions: [joinedAt] });
    expect(sentence).toMatch(/^(?=[A-Z]).*(Zoë Moss|E1).*\.$/s);
    const nobody = explain(story({ steps: [{ kind: 'now', syncId: '', code }], person: { personId: '', name: '' } }));
    expect(nobody.summary).toMatch(/^[A-Z].*\.$/s);
    expect(nobody.summary).not.toMatch(/undefined|null| {2}|\(\)/);
  });

  it.each([
    ['held', [{ kind: 'held', code: 'left', proof: 'leaving-date' }], 'their leaving date in PeopleHR has passed'],
    ['missing', [{ kind: 'missing-since', at: '2026-03-01T06:00:00.000Z' }], 'is not in PeopleHR since 1 March 2026'],
    ['left-out', [], 'left out by your settings, by name'],
    ['out-of-scope', [], 'change who should be in WeThrive'],
    ['not-seen', [], "PeopleHR's answer of 3 March 2026 did not have Zoë Moss"],
    ['never-from-peoplehr', [], 'no sync changes them'],
    ['not-started', [], 'first day of Zoë Moss'],
  ])('may be: %s', (code, steps, words) => {
    expect(standing(code, { versions: [joinedAt] }, steps)).toContain(words);
  });

  it('may be what somebody settled', () => {
    const keep = [decisionView(aDecision({ kind: 'missing-keep', personId: ZOE }))];
    expect(standing('missing', { decisions: keep })).toMatch(/^Zoë Moss is not in PeopleHR and is kept/);
    const out = [decisionView(aDecision({ kind: 'leave-out', personId: ZOE, reason: 'Trustee' }))];
    expect(standing('left-out', { decisions: out })).toContain('Your reason: Trustee. To have them in WeThrive, undo');
  });
});

describe('the words of each step', () => {
  const facts = {
    name: 'Zoë Moss',
    employeeId: 'E1',
    itemKind: '',
    holds: true,
    timeZone: 'Europe/London',
    changes: [],
  };

  it.each([...stepKinds, 'something-new'])('are a sentence: %s', (kind) => {
    for (const code of ['joined', 'rejoined', 'changed', 'left', 'email-blank', 'leave-out', 'kept']) {
      const sentence = stepSentence({ ...facts, step: aStep({ kind, code }) });
      expect(sentence).toMatch(/^\p{Lu}.*\.$/su);
      expect(sentence).not.toMatch(/undefined|null| {2}|\(\)/);
    }
  });

  it.each(proofNames)('tell how it is known that somebody left: %s', (proof) => {
    const sentence = stepSentence({ ...facts, step: aStep({ kind: 'plan', code: 'left', proof }) });
    expect(sentence).toMatch(/^The check found this: .*, so they are to be set to inactive\.$/);
    expect(sentence).not.toContain('they have left, so they have');
  });
});

import { problemSentence } from '../problems/problem-sentences';
import { syncSentence } from '../syncs/sync-sentences';
import { dayOf } from '../words/days';
import { changesView } from '../words/field-changes';
import { proofWords } from '../plans/proof-words';
import { itemWords } from './item-words';
import { stepSentence } from './step-sentences';
import type { Story } from './story';

type Step = Story['explanation']['steps'][number];

/** How somebody stands, and what it rests on. */
interface Told {
  readonly story: Story;
  /** The reconciler's last step. */
  readonly now: Step;
  /** Whom it is about, as the first word of a sentence. */
  readonly who: string;
  /** `PeopleHR's answer of 3 March 2026`. */
  readonly answer: string;
}

/** A sentence, with the next step, for each word of how somebody stands now. */
const summaries: Readonly<Record<string, (told: Told) => string>> = {
  unchanged: unchangedSentence,
  kept: ({ story, who }) => {
    const kept = story.decisions.filter(({ kind }) => kind === 'kept').map(({ message }) => message);
    const { employeeId } = story.explanation;
    const whom = employeeId === '' ? who : `employee ID ${employeeId}`;
    const said = kept.length > 0 ? kept.join(' ') : `Kept by you: somebody said no to what PeopleHR has for ${whom}.`;
    return `${said} To take it over after all, undo that.`;
  },
  refused: ({ story, who }) => openProblems(story).join(' ') || `${who} was not added or updated. Sync again.`,
  held: ({ story, who }) => {
    const held = story.explanation.steps.filter(({ kind }) => kind === 'held').at(-1);
    const what = held ? itemWords({ kind: held.code, proof: held.proof, changes: changesView(held.changes) }) : '';
    return `Waiting for your OK, as for ${who}${what === '' ? '' : `: ${what}`}. Look at the changes to check, then apply them or do not.`;
  },
  missing: missingSentence,
  'left-out': ({ story, who }) => {
    const said = story.decisions.filter(({ kind }) => kind === 'leave-out').map(({ message }) => message);
    return said.length > 0
      ? `${said.join(' ')} To have them in WeThrive, undo that.`
      : `${who} is left out by your settings, by name. To have them in WeThrive, take them off that list, then sync again.`;
  },
  'out-of-scope': ({ who }) =>
    `${who} is left out by your settings: their employment type, company, location or department is not among those who should be in WeThrive. To have them there, change who should be in WeThrive, then sync again.`,
  'not-started': ({ who }) =>
    `The first day of ${who} in PeopleHR is still to come. They are added by the sync of that day, or earlier if your settings say so; there is nothing to do.`,
  left: ({ story, who }) => {
    const left = story.explanation.steps.filter(({ kind, code }) => code === 'left' && FOUND.has(kind)).at(-1);
    const why = left ? `: ${proofWords(left.proof)}` : '';
    return `${who} is inactive${why}. Their data stay. If they work for you again, set them to current in PeopleHR, then sync again.`;
  },
  'never-from-peoplehr': ({ who }) =>
    `${who} was imported and was never found in PeopleHR, so no sync changes them. If they should be found, give them the same email address or employee ID in PeopleHR, then sync again.`,
  'not-seen': ({ who, answer }) =>
    `${answer} did not have ${who}, and nobody like that is known from before. If they should be there, check them in PeopleHR, then sync again.`,
  ignored: ({ who }) =>
    `${who} had left before any sync saw them, so they were not added. If they work for you, set them to current in PeopleHR, then sync again.`,
};

/** The words that have a sentence of their own. */
export const standingWords: readonly string[] = Object.keys(summaries);

/** Steps that tell what a check found. */
const FOUND: ReadonlySet<string> = new Set(['plan', 'held']);

/** How it stands now, and what to do next; undefined `now` if the reconciler told nothing of it. */
export function summaryOf(story: Story, now: Step | undefined): string {
  const { name } = story.explanation;
  const who = name === '' ? 'this person' : name;
  if (!now) return `Nothing more is known about ${who}.`;
  const seen = story.explanation.steps.find(({ kind, syncId }) => kind === 'seen' && syncId === now.syncId);
  const answer =
    now.syncId === '' ? "PeopleHR's last answer" : `PeopleHR's answer of ${dayOf(seen?.at ?? now.at, story.timeZone)}`;
  const sentence =
    decidedSince(story, now, who) ?? (summaries[now.code] ?? unchangedSentence)({ story, now, who, answer });
  return [capital(sentence), ...waiting(story, now), ...sinceThen(story, now)].join(' ');
}

/** What becomes of changes that waited, if nobody said yes or no. */
const NOT_APPLIED: ReadonlySet<string> = new Set(['expired', 'superseded', 'cancelled', 'dropped']);

/** What somebody decided after the answer that the standing rests on: it comes before what that answer led to. */
function decidedSince({ explanation, timeZone }: Story, now: Step, who: string): string | undefined {
  if (now.code !== 'unchanged' && now.code !== 'refused') return undefined;
  const step = explanation.steps.filter(({ kind, at }) => kind.startsWith('decision') && at > now.at).at(-1);
  if (!step) return undefined;
  const { employeeId } = explanation;
  const decided = stepSentence({
    step,
    changes: changesView(step.changes),
    name: '',
    employeeId,
    itemKind: '',
    timeZone,
  });
  return `Something was decided about ${who} after PeopleHR was last read. ${decided} Sync again to have it done.`;
}

function unchangedSentence({ story, now, who, answer }: Told): string {
  const { versions, explanation } = story;
  const [latest] = versions;
  const ofThis = ({ syncId }: { readonly syncId: string }): boolean => syncId !== '' && syncId === now.syncId;
  const undone = explanation.steps.find((step) => ofThis(step) && NOT_APPLIED.has(step.kind));
  const took = undone
    ? undefined
    : explanation.steps.find((step) => ofThis(step) && (step.kind === 'plan' || step.kind === 'approved'));
  const written = versions.some(ofThis);
  if (!latest && explanation.personId === '') {
    return `${answer} has ${who}, and the next sync adds them.`;
  }
  if (undone) {
    const { name, employeeId } = explanation;
    const { timeZone } = story;
    const why = stepSentence({ step: undone, changes: [], name, employeeId, itemKind: '', timeZone });
    return `${answer} had something else for ${who}. ${why} Sync again to check anew.`;
  }
  if (!latest || (took && !written)) return `What PeopleHR has for ${who} is being written. Look again in a moment.`;
  const is = latest.person?.status === 'inactive' ? 'inactive' : 'active';
  const done = took
    ? `${answer} ${tookWords(took.code, who)}`
    : `${answer} had the same values for ${who} as before, so nothing was changed.`;
  const next = 'If something is wrong, correct it in PeopleHR, then sync again.';
  return latest.person?.status === 'waiting' ? done : `${done} They are ${is}. ${next}`;
}

function tookWords(itemKind: string, who: string): string {
  switch (itemKind) {
    case 'joined':
      return `had ${who} for the first time, and they were added.`;
    case 'rejoined':
      return `had ${who} again, and they were taken back.`;
    default:
      return `had something else for ${who}, and it was written.`;
  }
}

function missingSentence({ story, now, who }: Told): string {
  const settled = story.decisions.filter(({ kind }) => kind === 'missing-left' || kind === 'missing-keep');
  if (settled.length > 0) return settled.map(({ message }) => message).join(' ');
  const since = story.explanation.steps.filter(({ kind }) => kind === 'missing-since').at(-1)?.at ?? now.at;
  const received = dayOf(since, story.timeZone);
  return problemSentence({ code: 'missing', name: who, received, other: '', affected: 1 });
}

/** Those that nothing closed. */
function openProblems({ explanation }: Story): string[] {
  const closed = explanation.steps.filter(({ kind }) => kind === 'problem-closed');
  const isClosed = (problem: Step): boolean =>
    closed.some((step) => step.code === problem.code && step.received === problem.received && step.at >= problem.at);
  const open = explanation.steps.filter((step) => step.kind === 'problem' && !isClosed(step));
  return [...new Set(open.map((step) => problemSentence({ ...step, name: explanation.name, affected: 1 })))];
}

/** A licence is waited for, whatever else there is. */
const waiting = ({ versions }: Story, { code }: Step): string[] =>
  versions[0]?.person?.status === 'waiting' && code !== 'left'
    ? ['They are waiting for a licence: they become active as soon as somebody leaves, or you have more licences.']
    : [];

/** Why PeopleHR may have something newer than the answer that all this rests on. */
function sinceThen({ newest, timeZone }: Story, now: Step): string[] {
  if (!newest || newest.id === now.syncId) return [];
  if (newest.finishedAt === null) return ['A sync is running: look again when it has ended.'];
  if (newest.status !== 'failed' && newest.status !== 'cancelled') return [];
  return [
    `The sync of ${dayOf(newest.finishedAt.toISOString(), timeZone)} brought nothing newer: ${syncSentence(newest, false)}`,
  ];
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

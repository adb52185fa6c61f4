import type { Explanation, ExplanationStep } from '@people-sync/contracts/api';
import { changesView } from '../words/field-changes';
import type { Story } from './story';
import { readSteps } from './read-steps';
import { stepSentence } from './step-sentences';
import { summaryOf } from './summary';
import { writtenSteps } from './written-steps';

/** What is told first of things that happened in the same moment. */
const ORDER = ['read', 'seen', 'plan', 'held'];

/**
 * The whole chain, oldest first: PeopleHR was read, this differed, this was planned and decided, this was written. The
 * last step, and the summary, tell how it stands now. Same facts, same words.
 */
export function explain(story: Story): Explanation {
  const { explanation, syncs, versions } = story;
  const now = explanation.steps.find(({ kind }) => kind === 'now');
  const summary = summaryOf(story, now);
  const steps = [...readSteps(syncs), ...toldSteps(story), ...writtenSteps(versions)].sort(
    (one, other) => Date.parse(one.at) - Date.parse(other.at) || orderOf(one) - orderOf(other),
  );
  const at = [steps.at(-1)?.at ?? '', now?.at ?? ''].reduce((a, b) =>
    Date.parse(b) > Date.parse(a) || a === '' ? b : a,
  );
  const last = { at, kind: 'now', sentence: summary, syncId: now?.syncId || null, actor: null, changes: [] };
  return {
    personId: explanation.personId || null,
    employeeId: explanation.employeeId || null,
    name: explanation.name || null,
    standing: now?.code || null,
    summary,
    steps: at === '' ? steps : [...steps, last],
  };
}

function orderOf({ kind }: ExplanationStep): number {
  const place = ORDER.indexOf(kind);
  return place < 0 ? ORDER.length : place;
}

function toldSteps(story: Story): ExplanationStep[] {
  const { explanation, versions, timeZone } = story;
  const { employeeId } = explanation;
  const importWritten = versions.some(({ kind }) => kind === 'imported');
  let itemKind = '';
  return explanation.steps.flatMap((step) => {
    if (step.kind === 'now' || (step.kind === 'imported' && importWritten)) return [];
    if (step.kind === 'plan' || step.kind === 'held') itemKind = step.code;
    const changes = changesView(step.changes);
    const name = nameIn(step, story);
    return {
      at: step.at,
      kind: step.kind,
      sentence: stepSentence({ step, changes, name, employeeId, itemKind, timeZone }),
      syncId: step.syncId || null,
      actor: step.actor || null,
      changes,
    };
  });
}

/** An employee ID may have been somebody else's: a decision names whom it is about only if that is known. */
function nameIn(step: Story['explanation']['steps'][number], { explanation, decisions }: Story): string {
  const named = decisions.find(({ kind, decidedAt }) => kind === step.code && decidedAt === step.at);
  return step.kind === 'decision' ? (named?.name ?? '') : explanation.name;
}

import type { Employee } from '@people-sync/contracts';
import { type LeaverWordOfModel, type No, sameRecord, type Word } from './model-person.testkit';
import type { SaidNo } from './model-plan.testkit';
import type { PeopleHrAnswer } from './peoplehr.testkit';

/** What somebody settled for the plan that waits: it holds once that, or one with the same row, is applied. */
export type ModelDraft = (
  | { readonly kind: 'case'; readonly about: string; readonly word: Word }
  | { readonly kind: 'missing'; readonly about: string; readonly word: 'left' | 'keep' }
  | { readonly kind: 'leaver'; readonly about: string; readonly word: LeaverWordOfModel }
  | { readonly kind: 'leave out'; readonly about: string }
  | { readonly kind: 'no'; readonly about: string; readonly noes: readonly No[] }
) & {
  /** The row that it is about, and what it said; null: there was none. */
  readonly employeeId: string;
  readonly row: Employee | null;
};

/** Everything that people settled. */
export interface Settled {
  readonly words: ReadonlyMap<string, Word>;
  readonly missingWords: ReadonlyMap<string, 'left' | 'keep'>;
  readonly leaverWords: ReadonlyMap<string, LeaverWordOfModel>;
  readonly leftOut: ReadonlySet<string>;
  readonly noes: ReadonlyMap<string, readonly No[]>;
}

/** What people settled about a company: what holds, and what is for the plan that waits alone. */
export class ModelSettled {
  readonly words = new Map<string, Word>();
  readonly missingWords = new Map<string, 'left' | 'keep'>();
  readonly leaverWords = new Map<string, LeaverWordOfModel>();
  readonly leftOut = new Set<string>();
  readonly noes = new Map<string, readonly No[]>();
  drafts: readonly ModelDraft[] = [];
  /** How often something that holds was settled, or taken back. */
  decisions = 0;

  settleCase(employeeId: string, word: Word): void {
    const isAnother = JSON.stringify(this.words.get(employeeId)) !== JSON.stringify(word);
    this.words.set(employeeId, word);
    if (this.forgetDraft('case', employeeId) || isAnother) this.decisions += 1;
  }

  settleMissing(person: string, word: 'left' | 'keep'): void {
    const isAnother = this.missingWords.get(person) !== word;
    this.missingWords.set(person, word);
    const forgot = this.forgetDraft('missing', person);
    const tookBack = word === 'left' && this.takeBack(person, ({ to }) => to === 'absence');
    if (isAnother || forgot || tookBack) this.decisions += 1;
  }

  settleLeaver(person: string, word: LeaverWordOfModel): void {
    const isAnother = JSON.stringify(this.leaverWords.get(person)) !== JSON.stringify(word);
    this.leaverWords.set(person, word);
    const forgot = this.forgetDraft('leaver', person);
    const tookBack = word.as === 'left' && this.takeBack(person, isToLeaving(word));
    if (isAnother || forgot || tookBack) this.decisions += 1;
  }

  leaveOut(person: string): void {
    const isNew = !this.leftOut.has(person);
    this.leftOut.add(person);
    const forgot = this.forgetDraft('leave out', person);
    const tookBack = this.takeBack(person, ({ to }) => to === 'being left out');
    if (isNew || forgot || tookBack) this.decisions += 1;
  }

  /** Takes a word back. */
  undo(kind: 'case' | 'missing' | 'leaver' | 'leave out' | 'no', about: string): void {
    const { words, missingWords, leaverWords, leftOut, noes } = this;
    const held = { case: words, missing: missingWords, leaver: leaverWords, 'leave out': leftOut, no: noes }[kind];
    if (held.delete(about)) this.decisions += 1;
  }

  sayNo(said: readonly SaidNo[]): void {
    if (said.length > 0) this.decisions += 1;
    for (const [person, noes] of withNoes(this.noes, said)) this.noes.set(person, noes);
  }

  /** The other word of a person: somebody is to go after all. True if there was a no to it. */
  private takeBack(person: string, isMeant: (no: No) => boolean): boolean {
    const before = this.noes.get(person)?.length ?? 0;
    const rest = withoutNo(this.noes, person, isMeant).get(person);
    if (rest) this.noes.set(person, rest);
    else this.noes.delete(person);
    return (rest?.length ?? 0) < before;
  }

  /** Noes that have nothing to say any more. */
  endNoes(ended: readonly SaidNo[]): void {
    for (const { person, no } of ended) {
      const rest = (this.noes.get(person) ?? []).filter((one) => JSON.stringify(one) !== JSON.stringify(no));
      if (rest.length > 0) this.noes.set(person, rest);
      else this.noes.delete(person);
    }
  }

  /** What was settled for the plan holds from now on. */
  putInForce(): void {
    if (this.drafts.length === 0) return;
    const { words, missingWords, leaverWords, leftOut, noes } = this.with(this.drafts);
    for (const [about, word] of words) this.words.set(about, word);
    for (const [about, word] of missingWords) this.missingWords.set(about, word);
    for (const [about, word] of leaverWords) this.leaverWords.set(about, word);
    for (const about of leftOut) this.leftOut.add(about);
    this.noes.clear();
    for (const [about, all] of noes) this.noes.set(about, all);
    this.drafts = [];
    this.decisions += 1;
  }

  /** Everything that holds together with these. */
  with(drafts: readonly ModelDraft[]): Settled {
    const words = new Map(this.words);
    const missingWords = new Map(this.missingWords);
    const leaverWords = new Map(this.leaverWords);
    const leftOut = new Set(this.leftOut);
    let noes: ReadonlyMap<string, readonly No[]> = new Map(this.noes);
    for (const draft of drafts) {
      const { about } = draft;
      if (draft.kind === 'case') words.set(about, draft.word);
      else if (draft.kind === 'missing') missingWords.set(about, draft.word);
      else if (draft.kind === 'leaver') leaverWords.set(about, draft.word);
      else if (draft.kind === 'leave out') leftOut.add(about);
      else
        noes = withNoes(
          noes,
          draft.noes.map((no) => ({ person: about, no })),
        );
      if (draft.kind === 'missing' && draft.word === 'left')
        noes = withoutNo(noes, about, ({ to }) => to === 'absence');
      if (draft.kind === 'leaver' && draft.word.as === 'left') noes = withoutNo(noes, about, isToLeaving(draft.word));
      if (draft.kind === 'leave out') noes = withoutNo(noes, about, ({ to }) => to === 'being left out');
    }
    return { words, missingWords, leaverWords, leftOut, noes };
  }

  /** What was settled for a plan counts for the same rows of the next one. */
  carried({ employees }: PeopleHrAnswer): readonly ModelDraft[] {
    return this.drafts.filter(({ employeeId, row }) => {
      const now = employees.find((one) => one.employeeId === employeeId);
      return row === null ? !now : now !== undefined && sameRecord(now, row);
    });
  }

  /** True if there was one. */
  private forgetDraft(kind: ModelDraft['kind'], about: string): boolean {
    const before = this.drafts.length;
    this.drafts = this.drafts.filter((one) => one.kind !== kind || one.about !== about);
    return this.drafts.length < before;
  }
}

/** Of a no to the very leaving that a word is about. */
const isToLeaving = (word: LeaverWordOfModel) => (no: No) =>
  no.to === 'leaving' && (['employeeId', 'status', 'leavingDate'] as const).every((field) => no[field] === word[field]);

/** With more noes; one that holds already is not said twice. */
export function withNoes(
  noes: ReadonlyMap<string, readonly No[]>,
  more: readonly SaidNo[],
): Map<string, readonly No[]> {
  const all = new Map(noes);
  for (const { person, no } of more) {
    const before = all.get(person) ?? [];
    if (!before.some((one) => JSON.stringify(one) === JSON.stringify(no))) all.set(person, [...before, no]);
  }
  return all;
}

/** Somebody is to go after all. */
function withoutNo(
  noes: ReadonlyMap<string, readonly No[]>,
  person: string,
  isMeant: (no: No) => boolean,
): Map<string, readonly No[]> {
  const all = new Map(noes);
  const rest = (all.get(person) ?? []).filter((no) => !isMeant(no));
  if (rest.length > 0) all.set(person, rest);
  else all.delete(person);
  return all;
}

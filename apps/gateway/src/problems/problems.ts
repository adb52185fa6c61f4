import type { Problem, ProblemPage, ProblemState, ProblemSummary } from '@people-sync/contracts/api';
import { attentionWords, causeTitle } from '@people-sync/wording';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import { orNone } from '../neighbours/or-none';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { WriterClient } from '../neighbours/writer.client';
import { everyPage } from '../paging/every-page';
import { pageOf } from '../paging/list-cursor';
import type { Page, PageQuery } from '../paging/page.dto';
import { Syncs } from '../syncs/syncs';
import { employeeProblem, managerProblem, ProblemsQuery } from './problem.dto';
import { placeOf, placeWord, type ProblemPlace } from './problem-place';

/** What both owners are asked for. */
interface Wanted {
  readonly tenantId: string;
  /** Empty: of every sync. */
  readonly syncId: string;
  /** Empty: settled ones too. */
  readonly state: ProblemState | '';
  /** Empty: of everybody. The writer does not know it. */
  readonly personId: string;
}

interface ProblemsPage {
  readonly items: readonly Problem[];
  readonly next: ProblemPlace | null;
}

/** A tenant's problems, over either door: those of employees are the reconciler's, those of managers the writer's. */
@Injectable()
export class Problems {
  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly writer: WriterClient,
    private readonly syncs: Syncs,
  ) {}

  /** Of every sync, or of one (404 if it is not the tenant's): employees' first, then managers', each oldest first. */
  async list(tenantId: string, query: ProblemsQuery, syncId?: string): Promise<ProblemPage> {
    if (syncId !== undefined) await this.syncs.get(tenantId, syncId);
    return this.listed({ tenantId, syncId: syncId ?? '', state: query.state ?? '', personId: '' }, query);
  }

  /** The same, page after page from the beginning. */
  all(tenantId: string, { state }: ProblemsQuery, syncId?: string): AsyncGenerator<Page<Problem>> {
    return everyPage((query) => this.list(tenantId, Object.assign(new ProblemsQuery(), query, { state }), syncId));
  }

  /** Of one person, settled ones too, in the order of the list. A page may have fewer than asked for and not be the last. */
  async about(tenantId: string, personId: string, query: PageQuery): Promise<Page<Problem>> {
    const { items, nextCursor } = await this.listed({ tenantId, syncId: '', state: '', personId }, query);
    // The writer lists managers' problems of everybody.
    return { items: items.filter((one) => one.personId === personId), nextCursor };
  }

  /** Open ones by cause, each counted by its owner: those of the most people first. */
  async summary(tenantId: string): Promise<ProblemSummary> {
    const [ofEmployees, ofManagers] = await Promise.all([
      this.reconciler.calls.summarizeProblems({ tenantId }),
      this.writer.calls.summarizeProblems({ tenantId }),
    ]);
    const items = [...ofEmployees.causes, ...ofManagers.causes]
      .map(({ code, count, people }) => ({ code, title: causeTitle(code), count, people }))
      .sort((one, other) => other.people - one.people || (one.code < other.code ? -1 : 1));
    const total = items.reduce((sum, { count }) => sum + count, 0);
    return { items, total, message: total === 0 ? null : attentionWords(total) };
  }

  /** Not told again until it changes. 404 unless it is open. */
  async setAside({ identity: { actor } }: Caller, tenantId: string, problemId: string): Promise<Problem> {
    const asked = { tenantId, problemId, actor };
    const ofEmployee = await orNone(this.reconciler.calls.setAsideProblem(asked));
    return ofEmployee ? employeeProblem(ofEmployee) : managerProblem(await this.writer.calls.setAsideProblem(asked));
  }

  private listed(wanted: Wanted, { limit, cursor }: Pick<PageQuery, 'limit' | 'cursor'>): Promise<ProblemPage> {
    const question = ['problems', wanted.tenantId, wanted.syncId, wanted.state, wanted.personId];
    return pageOf(question, cursor, async (place) => {
      const { items, next, asOf } = await this.page(wanted, placeOf(place), limit);
      return { items, asOf: asOf || null, nextCursor: next ? placeWord(next) : '' };
    });
  }

  /** A page that employees' problems do not fill goes on with managers'. */
  private async page(
    wanted: Wanted,
    { owner, cursor }: ProblemPlace,
    limit: number,
  ): Promise<ProblemsPage & { readonly asOf: string }> {
    const ofEmployees = owner === 'employees';
    const found = await this.reconciler.calls.listProblems({
      ...wanted,
      limit: ofEmployees ? limit : 1,
      cursor: ofEmployees ? cursor : '',
    });
    const { asOf } = found;
    if (!ofEmployees) return { ...(await this.managers(wanted, cursor, limit)), asOf };
    const items = found.problems.map(employeeProblem);
    if (found.nextCursor !== '') return { items, next: { owner, cursor: found.nextCursor }, asOf };
    // A full page has no room for managers: one is asked for, to know whether there is a next page.
    const room = limit - items.length;
    const managers = await this.managers(wanted, '', Math.max(room, 1));
    if (room > 0) return { items: [...items, ...managers.items], next: managers.next, asOf };
    return { items, next: managers.items.length > 0 ? { owner: 'managers', cursor: '' } : null, asOf };
  }

  private async managers({ tenantId, syncId, state }: Wanted, cursor: string, limit: number): Promise<ProblemsPage> {
    const request = { tenantId, syncId, state, limit, cursor };
    const { problems, nextCursor } = await this.writer.calls.listProblems(request);
    return {
      items: problems.map(managerProblem),
      next: nextCursor === '' ? null : { owner: 'managers', cursor: nextCursor },
    };
  }
}

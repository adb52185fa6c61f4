import type { PersonExport } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { DecisionsQuery } from '../decisions/decision.dto';
import { Decisions } from '../decisions/decisions';
import { orNone } from '../neighbours/or-none';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { PageQuery } from '../paging/page.dto';
import { wholeList } from '../paging/whole-list';
import { People } from '../people/people';
import { Problems } from '../problems/problems';
import { Explanations } from '../explanations/explanations';
import { recordView } from './person-record';

const LARGEST_PAGE = 500;

/** Of each list: 5,000 entries, which nobody has, and which fit into one answer over gRPC too. */
const PAGES = 10;

/** All that is held about one person, over either door: as its owners tell it, gathered. */
@Injectable()
export class Exports {
  constructor(
    private readonly people: People,
    private readonly problems: Problems,
    private readonly decisions: Decisions,
    private readonly explanations: Explanations,
    private readonly reconciler: ReconcilerClient,
  ) {}

  /** @throws ProblemException 404 if nobody like that was ever seen. */
  async person(tenantId: string, personId: string): Promise<PersonExport> {
    const explanation = await this.explanations.explain(tenantId, { personId });
    const person = await orNone(this.people.one(tenantId, personId));
    const [held, versions, problems, decisions] = await Promise.all([
      this.reconciler.calls.listRecords({ tenantId, personId }),
      wholeList(async (cursor) => (person ? this.people.history(tenantId, personId, pageAt(cursor)) : nothing), PAGES),
      wholeList((cursor) => this.problems.about(tenantId, personId, pageAt(cursor)), PAGES),
      wholeList(
        (cursor) =>
          this.decisions.list(tenantId, Object.assign(new DecisionsQuery(), pageAt(cursor), { person: personId })),
        PAGES,
      ),
    ]);
    return {
      person: person ?? null,
      records: held.records.map(recordView),
      versions: versions.items,
      explanation,
      problems: problems.items,
      decisions: decisions.items,
      complete: versions.complete && problems.complete && decisions.complete,
    };
  }
}

const nothing = { items: [], nextCursor: null };

const pageAt = (cursor: string | undefined): PageQuery =>
  Object.assign(new PageQuery(), { limit: LARGEST_PAGE }, cursor === undefined ? {} : { cursor });

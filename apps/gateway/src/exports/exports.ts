import type { PersonExport } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { DecisionsQuery } from '../decisions/decision.dto';
import { Decisions } from '../decisions/decisions';
import { orNone } from '../neighbours/or-none';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { wholeList } from '../paging/every-page';
import { People } from '../people/people';
import { Problems } from '../problems/problems';
import { Explanations } from '../explanations/explanations';
import { recordView } from './person-record';

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
      wholeList(async (query) => (person ? this.people.history(tenantId, personId, query) : nothing), PAGES),
      wholeList((query) => this.problems.about(tenantId, personId, query), PAGES),
      wholeList((query) => {
        const about = Object.assign(new DecisionsQuery(), query, { personId });
        return this.decisions.list(tenantId, about);
      }, PAGES),
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

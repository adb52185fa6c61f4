import type { ImportOutcome, ImportMode } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import { AtOnce, type reconcilerV1 } from '@people-sync/platform';
import type { Caller } from '../access/caller';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import { ImportArrival } from './import-arrival';
import { invalidPeople } from './import-errors';
import { errorsOf, outcomeOf } from './import-outcome';
import type { PeopleList } from './people-list';

/** Ten thousand people take the reconciler a while. */
const DEADLINE_MS = 60_000;
/** Lists of one company that are worked on at the same time, over both doors together. */
export const IMPORTS_AT_ONCE = 2;

/** People who are in WeThrive already, over either door. */
@Injectable()
export class Imports {
  private readonly atWork = new AtOnce();

  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly arrival: ImportArrival,
  ) {}

  /**
   * `all`: everybody, or nobody if one line is wrong; `good`: those whose lines are right; `preview`: nobody, and the
   * answer says what `good` would do. Those who are known already are left as they are, so that the same list twice is
   * one. It is answered once the people can be read, with the number of the moment, or after IMPORT_WAITS_MS.
   * @throws ProblemException 429 `too-many-requests` beyond IMPORTS_AT_ONCE; 422 `invalid-people` with `errors`, by line, if all were to be imported and cannot be.
   */
  async import(caller: Caller, tenantId: string, list: PeopleList, mode: ImportMode): Promise<ImportOutcome> {
    const answer = await this.atWork.run(tenantId, IMPORTS_AT_ONCE, () => this.taken(caller, tenantId, list, mode));
    // A reconciler of the version before does not say who comes last.
    const isUntold = answer.imported > 0 && answer.lastPersonId === '';
    const changeNumber =
      mode === 'preview' || isUntold ? null : await this.arrival.numberOf(tenantId, answer.lastPersonId);
    return outcomeOf(list, answer, { mode, changeNumber });
  }

  private async taken(
    { identity }: Caller,
    tenantId: string,
    list: PeopleList,
    mode: ImportMode,
  ): Promise<reconcilerV1.ImportPeopleResponse> {
    const people = list.people.map((person) => ({
      weThriveId: person.weThriveId ?? '',
      orgEmployeeId: person.orgEmployeeId ?? '',
      email: person.email ?? '',
      name: person.name ?? '',
      team: person.team ?? '',
      location: person.location ?? '',
      department: person.department ?? '',
      manager: person.manager ?? '',
      unit: person.unit ?? '',
      status: person.status ?? '',
    }));
    // A line that is nobody stops all of them, and what else is wrong is told with it.
    const asked = mode === 'all' && list.refused.length > 0 ? 'preview' : mode;
    const request = { tenantId, people, actor: identity.actor, mode: asked };
    const answer = await this.reconciler.calls.importPeople(request, { deadlineMs: DEADLINE_MS });
    const { errors, count } = errorsOf(list, answer);
    if (mode === 'all' && count > 0) throw invalidPeople(errors, list.word, count);
    return answer;
  }
}

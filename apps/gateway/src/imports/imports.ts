import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller';
import type { Answer } from '../idempotency/answer';
import { Once } from '../idempotency/once';
import { ReconcilerClient } from '../neighbours/reconciler.client';
import type { ImportJson } from './import.dto';
import { invalidPeople } from './import-errors';
import type { PeopleList } from './people-list';

/** Ten thousand people take the reconciler a while. */
const DEADLINE_MS = 60_000;

/** People who are in WeThrive already, over either door. */
@Injectable()
export class Imports {
  constructor(
    private readonly reconciler: ReconcilerClient,
    private readonly once: Once,
  ) {}

  /**
   * All or nothing; those who are known already are left as they are, so that the same list twice is one.
   * @throws ProblemException 422 `invalid-people` with `errors`, by line.
   */
  import({ identity, key }: Caller, tenantId: string, list: PeopleList): Promise<Answer<ImportJson>> {
    const { subject, actor } = identity;
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
    return this.once.run({ tenantId, subject, key, request: ['import-people', tenantId, people] }, async () => {
      const request = { tenantId, people, actor };
      const { errors, ...done } = await this.reconciler.calls.importPeople(request, { deadlineMs: DEADLINE_MS });
      if (errors.length === 0) return { status: 200, body: done };
      const told = errors.map(({ line, field, code }) => ({ line: list.lineOf(line - 1), field, code }));
      throw invalidPeople(told, list.word);
    });
  }
}

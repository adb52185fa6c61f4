import { Injectable } from '@nestjs/common';
import { newEvent, type NewEvent, ProblemClosed, ProblemOpened, ProblemSetAside } from '@people-sync/contracts';
import type { EntityManager } from 'typeorm';
import { PeopleWritesRepository, type Round } from '../people/people-writes.repository';
import { type Cause, SOURCE } from '../people/person-events';
import { circlesAmong } from './circles';
import type { ManagerProblem } from './manager-problem.entity';
import { ManagerProblemsRepository } from './manager-problems.repository';
import { type ManagerProblemChanges, managerProblemChanges, noProblemChanges, type Write } from './problem-changes';
import { ReportingLinesRepository } from './reporting-lines.repository';

/** Finds out, after people were written, who reports to whom and what is wrong with it. */
@Injectable()
export class ManagersHandler {
  constructor(
    private readonly lines: ReportingLinesRepository,
    private readonly problems: ManagerProblemsRepository,
    private readonly people: PeopleWritesRepository,
  ) {}

  /**
   * Six statements at most, whatever the round holds. Nothing here is an error: what cannot be found is a problem that
   * somebody can look at, and may be found later.
   * @param before each tenant's last change number before the round.
   */
  async settle(
    tx: EntityManager,
    round: Round,
    before: readonly number[],
    writes: ReadonlyMap<string, Write>,
  ): Promise<ManagerProblemChanges> {
    const moved = await this.lines.resolve(tx, round, before);
    await this.people.tellReporting(tx, round, moved);
    const circles = circlesAmong(await this.lines.upwards(tx, moved, round.tenantIds));
    const findings = await this.problems.findings(tx, moved, circles, round.tenantIds);
    if (findings.length === 0) return noProblemChanges;
    const changes = managerProblemChanges(findings, writes);
    await this.problems.save(tx, changes);
    return changes;
  }
}

/** What is told of problems: those that are gone, then those that are new. */
export function problemEvents(
  { opened, closed }: ManagerProblemChanges,
  causeOf: (tenantId: string) => Cause,
): NewEvent[] {
  const origin = (tenantId: string) => ({ ...causeOf(tenantId), source: SOURCE, tenantId });
  return [
    ...closed.map(({ tenantId, problemId, code }) =>
      newEvent(ProblemClosed, origin(tenantId), { problemId, code }, 'peoplesync.people'),
    ),
    ...opened.map(({ tenantId, problemId, code, personId, employeeId, name, email }) =>
      newEvent(
        ProblemOpened,
        { ...origin(tenantId), subject: personId ?? undefined },
        { problemId, code, personId, employeeId, name, received: email, other: null, otherPersonId: null },
        'peoplesync.people',
      ),
    ),
  ];
}

/** A problem was set aside by somebody; an empty actor: nobody is known. */
export const problemSetAside = (
  { tenantId, problemId, code, personId }: Pick<ManagerProblem, 'tenantId' | 'problemId' | 'code' | 'personId'>,
  actor: string,
): NewEvent =>
  newEvent(
    ProblemSetAside,
    { source: SOURCE, tenantId, actor: actor || undefined, subject: personId ?? undefined },
    { problemId, code },
    'peoplesync.people',
  );

/** How many problems of a tenant are open and not set aside, given how many were. */
export function openAfter(tenantId: string, before: number, { opened, closed }: ManagerProblemChanges): number {
  const gone = closed.filter((one) => one.tenantId === tenantId && !one.setAside).length;
  return before + opened.filter((one) => one.tenantId === tenantId).length - gone;
}

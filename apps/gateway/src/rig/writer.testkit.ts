import { Controller, type Type } from '@nestjs/common';
import { AllowServices, epochOf, feedRestarted, numberIn, writerV1 } from '@people-sync/platform';
import { aPerson, AT, IMPORTED } from './answers.testkit';
import { causesOf, missing, type Neighbours, pageOf, USUAL_PAGE, wanted } from './neighbours.testkit';

/** The writer's door by its real contract, over what tests put there. */
export function writerNeighbour(neighbours: Neighbours): Type<unknown> {
  const headOf = (tenantId: string): number =>
    Math.max(0, ...(neighbours.versions.get(tenantId) ?? []).map(({ changeNumber }) => changeNumber));

  /** Of which history a number is; what is noted under it is the tenant's name for it. */
  const epochOfNumber = (tenantId: string, number: number) =>
    number === 0 ? undefined : epochOf(number, [tenantId, neighbours.histories.get(tenantId) ?? '']);

  @Controller()
  @writerV1.WriterControllerMethods()
  @AllowServices('gateway')
  class WriterController implements writerV1.WriterController {
    async listPeople(request: writerV1.ListPeopleRequest): Promise<writerV1.ListPeopleResponse> {
      await neighbours.calls('listPeople', request);
      const all = neighbours.people.get(request.tenantId) ?? [];
      const { items, nextCursor } = pageOf(all, request);
      const changeNumber = headOf(request.tenantId);
      const epoch = epochOfNumber(request.tenantId, changeNumber);
      return { people: items, nextCursor, total: all.length, changeNumber, epoch };
    }

    async selectPeople(request: writerV1.SelectPeopleRequest): Promise<writerV1.SelectPeopleResponse> {
      await neighbours.calls('selectPeople', request);
      const personIds = (neighbours.people.get(request.tenantId) ?? []).map(({ personId }) => personId);
      return { personIds, changeNumber: headOf(request.tenantId) };
    }

    async getPeople(request: writerV1.GetPeopleRequest): Promise<writerV1.GetPeopleResponse> {
      await neighbours.calls('getPeople', request);
      const all = neighbours.people.get(request.tenantId) ?? [];
      const imported = neighbours.imported ?? new Set([IMPORTED]);
      const here = (id: string) =>
        all.find(({ personId }) => personId === id) ?? (imported.has(id) ? aPerson({ personId: id }) : []);
      return { people: request.personIds.flatMap(here) };
    }

    async getPerson(request: writerV1.GetPersonRequest): Promise<writerV1.Person> {
      await neighbours.calls('getPerson', request);
      const all = neighbours.people.get(request.tenantId) ?? [];
      return all.find((person) => person.personId === request.personId) ?? missing();
    }

    async getPersonHistory(request: writerV1.GetPersonHistoryRequest): Promise<writerV1.GetPersonHistoryResponse> {
      await neighbours.calls('getPersonHistory', request);
      const all = neighbours.versions.get(request.tenantId) ?? [];
      const own = all.filter((version) => version.personId === request.personId);
      if (own.length === 0) missing();
      const { items, nextCursor } = pageOf(own, request);
      return { versions: items, nextCursor };
    }

    async setLicences(request: writerV1.SetLicencesRequest): Promise<writerV1.Licences> {
      await neighbours.calls('setLicences', request);
      const licences = { ...(request.seats === undefined ? {} : { seats: request.seats }), active: 3, waiting: 1 };
      neighbours.licences.set(request.tenantId, licences);
      return licences;
    }

    async getLicences(request: writerV1.GetLicencesRequest): Promise<writerV1.Licences> {
      await neighbours.calls('getLicences', request);
      return neighbours.licences.get(request.tenantId) ?? missing();
    }

    async listPeopleChanges(request: writerV1.ListPeopleChangesRequest): Promise<writerV1.ListPeopleChangesResponse> {
      await neighbours.calls('listPeopleChanges', request);
      const { tenantId, epoch } = request;
      const all = neighbours.versions.get(tenantId) ?? [];
      if (epoch !== undefined && epochOfNumber(tenantId, numberIn(epoch) ?? 0) !== epoch) throw feedRestarted();
      const head = headOf(tenantId);
      return {
        changes: all.filter(({ changeNumber }) => changeNumber > request.after).slice(0, request.limit || USUAL_PAGE),
        head,
        epoch: epochOfNumber(tenantId, head),
      };
    }

    async listProblems(request: writerV1.ListProblemsRequest): Promise<writerV1.ListProblemsResponse> {
      await neighbours.calls('listManagerProblems', request);
      const all = neighbours.managerProblems.get(request.tenantId) ?? [];
      const { items, nextCursor } = pageOf(all.filter(wanted(request)), request);
      return { problems: items, nextCursor };
    }

    async summarizeProblems(request: writerV1.SummarizeProblemsRequest): Promise<writerV1.SummarizeProblemsResponse> {
      await neighbours.calls('summarizeManagerProblems', request);
      return { causes: causesOf(neighbours.managerProblems.get(request.tenantId) ?? []) };
    }

    async settleSync(request: writerV1.SettleSyncRequest): Promise<writerV1.SettleSyncResponse> {
      await neighbours.calls('settleSync', request);
      const waiting = { outcome: 'waiting', counts: undefined, problems: 0, appliedAt: '' };
      return neighbours.settled.get(request.syncId) ?? waiting;
    }

    async setAsideProblem(request: writerV1.SetAsideProblemRequest): Promise<writerV1.Problem> {
      await neighbours.calls('setAsideManagerProblem', request);
      const all = neighbours.managerProblems.get(request.tenantId) ?? [];
      const problem = all.find(({ problemId }) => problemId === request.problemId) ?? missing();
      if (problem.closedAt !== '') missing();
      return Object.assign(problem, { setAsideAt: AT });
    }

    async listFilterValues(request: writerV1.ListFilterValuesRequest): Promise<writerV1.ListFilterValuesResponse> {
      await neighbours.calls('listFilterValues', request);
      return {
        ...{ teams: ['Tilers'], locations: ['Leeds'], departments: [], managers: ['Ben Moss'] },
        ...{ teamCount: 1, locationCount: 1, departmentCount: 0, managerCount: 5001 },
      };
    }
  }
  return WriterController;
}

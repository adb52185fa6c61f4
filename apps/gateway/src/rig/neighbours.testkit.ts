import { status } from '@grpc/grpc-js';
import { Controller, type DynamicModule, Module } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import { EventLog, EventPublisher, MessagingModule, messagingMigrations } from '@people-sync/messaging';
import {
  AllowServices,
  credentialsV1,
  databaseModule,
  GrpcException,
  reconcilerV1,
  writerV1,
} from '@people-sync/platform';
import { DataSource } from 'typeorm';

/** What the neighbours hold, and what they were asked; tests read and change it. */
export class Neighbours {
  readonly connections = new Map<string, credentialsV1.Connection>();
  readonly licences = new Map<string, writerV1.Licences>();
  readonly people = new Map<string, writerV1.Person[]>();
  readonly versions = new Map<string, writerV1.PersonVersion[]>();
  readonly plans = new Map<string, reconcilerV1.GetPlanResponse>();
  readonly problems = new Map<string, reconcilerV1.Problem[]>();
  readonly asked: { readonly method: string; readonly request: unknown }[] = [];
  /** What CloseSync answers. */
  closeOutcome = 'closed';
  /** Thrown by the next call of the method. */
  readonly refusals = new Map<string, GrpcException>();
  /** Awaited by calls of the method before they answer. */
  readonly delays = new Map<string, Promise<void>>();

  /** Events as reconciler and writer emit them: with positions. */
  emit: (events: readonly NewEvent[]) => Promise<void> = () => Promise.reject(new Error('not started'));
  /** Events as the fetcher publishes them. */
  publish: (events: readonly NewEvent[]) => Promise<void> = () => Promise.reject(new Error('not started'));

  async calls(method: string, request: unknown): Promise<void> {
    this.asked.push({ method, request });
    await this.delays.get(method);
    const refusal = this.refusals.get(method);
    this.refusals.delete(method);
    if (refusal) throw refusal;
  }

  requestsOf(method: string): unknown[] {
    return this.asked.filter((call) => call.method === method).map((call) => call.request);
  }
}

const missing = (): never => {
  throw new GrpcException(status.NOT_FOUND, 'not-found', 'There is no such thing here.');
};

/** credentials, reconciler and writer behind one address, with the real contracts and the real guard. */
export function neighboursModule(neighbours: Neighbours): DynamicModule {
  @Controller()
  @credentialsV1.CredentialsControllerMethods()
  @AllowServices('gateway')
  class CredentialsController implements credentialsV1.CredentialsController {
    async connect(request: credentialsV1.ConnectRequest): Promise<credentialsV1.ConnectResponse> {
      await neighbours.calls('connect', request);
      const { tenantId } = request;
      const created = !neighbours.connections.has(tenantId);
      const connection = {
        tenantId,
        connectionId: 'c1',
        status: 'connected',
        reason: '',
        companyId: '7',
        companyName: 'Northwind Tiles',
        keyHint: request.apiKey.slice(-4),
        connectedAt: '2026-03-01T10:00:00.000Z',
      };
      neighbours.connections.set(tenantId, connection);
      return { connection, created };
    }
    async getConnection({ tenantId }: credentialsV1.GetConnectionRequest): Promise<credentialsV1.Connection> {
      await neighbours.calls('getConnection', { tenantId });
      return neighbours.connections.get(tenantId) ?? missing();
    }
    async disconnect(request: credentialsV1.DisconnectRequest): Promise<credentialsV1.DisconnectResponse> {
      await neighbours.calls('disconnect', request);
      if (!neighbours.connections.delete(request.tenantId)) missing();
      return {};
    }
    reveal(): never {
      throw new Error('the gateway may not ask for keys');
    }
    reportKey(): never {
      throw new Error('the gateway does not report keys');
    }
  }

  @Controller()
  @reconcilerV1.ReconcilerControllerMethods()
  @AllowServices('gateway')
  class ReconcilerController implements reconcilerV1.ReconcilerController {
    async closeSync(request: reconcilerV1.CloseSyncRequest): Promise<reconcilerV1.CloseSyncResponse> {
      await neighbours.calls('closeSync', request);
      return { outcome: neighbours.closeOutcome };
    }
    async getPlan(request: reconcilerV1.GetPlanRequest): Promise<reconcilerV1.GetPlanResponse> {
      await neighbours.calls('getPlan', request);
      return neighbours.plans.get(request.syncId) ?? missing();
    }
    async listProblems(request: reconcilerV1.ListProblemsRequest): Promise<reconcilerV1.ListProblemsResponse> {
      await neighbours.calls('listProblems', request);
      return { problems: neighbours.problems.get(request.tenantId) ?? [], nextCursor: '' };
    }
  }

  @Controller()
  @writerV1.WriterControllerMethods()
  @AllowServices('gateway')
  class WriterController implements writerV1.WriterController {
    async listPeople(request: writerV1.ListPeopleRequest): Promise<writerV1.ListPeopleResponse> {
      await neighbours.calls('listPeople', request);
      const all = neighbours.people.get(request.tenantId) ?? [];
      const from = Number(request.cursor || '0');
      const people = all.slice(from, from + request.limit);
      const next = from + request.limit;
      return { people, nextCursor: next < all.length ? String(next) : '', total: all.length };
    }
    async getPerson(request: writerV1.GetPersonRequest): Promise<writerV1.Person> {
      await neighbours.calls('getPerson', request);
      const all = neighbours.people.get(request.tenantId) ?? [];
      return all.find((person) => person.personId === request.personId) ?? missing();
    }
    async getPersonHistory(request: writerV1.GetPersonHistoryRequest): Promise<writerV1.GetPersonHistoryResponse> {
      await neighbours.calls('getPersonHistory', request);
      const all = neighbours.versions.get(request.tenantId) ?? [];
      const versions = all.filter((version) => version.person?.personId === request.personId);
      return versions.length === 0 ? missing() : { versions, nextCursor: '' };
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
      const all = neighbours.versions.get(request.tenantId) ?? [];
      return { changes: all.filter(({ changeNumber }) => changeNumber > request.after).slice(0, request.limit) };
    }
  }

  @Module({})
  class NeighboursModule {
    constructor(dataSource: DataSource, log: EventLog, publisher: EventPublisher) {
      neighbours.emit = (events) => dataSource.transaction((tx) => log.append(tx, events));
      neighbours.publish = (events) => publisher.publish(events);
    }
  }
  return {
    module: NeighboursModule,
    imports: [
      databaseModule({ schema: 'neighbours', entities: [], migrations: messagingMigrations }),
      MessagingModule.forService({ service: 'neighbours', groupId: 'neighbours', emits: true, consumes: false }),
    ],
    controllers: [CredentialsController, ReconcilerController, WriterController],
  };
}

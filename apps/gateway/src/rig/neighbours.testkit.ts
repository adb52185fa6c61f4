import { status } from '@grpc/grpc-js';
import { Controller, type DynamicModule, Module } from '@nestjs/common';
import type { NewEvent } from '@people-sync/contracts';
import { EventLog, EventPublisher, MessagingModule, messagingMigrations } from '@people-sync/messaging';
import {
  AllowServices,
  credentialsV1,
  databaseModule,
  GrpcException,
  messagingV1,
  type reconcilerV1,
  type writerV1,
} from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { aPolicy } from './answers.testkit';
import { reconcilerNeighbour } from './reconciler.testkit';
import { writerNeighbour } from './writer.testkit';

/** What the neighbours hold, and what they were asked; tests read and change it. */
export class Neighbours {
  readonly connections = new Map<string, credentialsV1.Connection>();
  readonly licences = new Map<string, writerV1.Licences>();
  readonly people = new Map<string, writerV1.Person[]>();
  readonly versions = new Map<string, writerV1.PersonVersion[]>();
  readonly plans = new Map<string, reconcilerV1.GetPlanResponse>();
  /** By sync: the newer one that its plan stands for. */
  readonly standsFor = new Map<string, { readonly syncId: string; readonly number: number }>();
  readonly problems = new Map<string, reconcilerV1.Problem[]>();
  readonly managerProblems = new Map<string, writerV1.Problem[]>();
  readonly decisions = new Map<string, reconcilerV1.Decision[]>();
  readonly policies = new Map<string, reconcilerV1.PolicyVersion>();
  /** By person id, employee id or address. */
  readonly explanations = new Map<string, reconcilerV1.Explanation>();
  /** By person id. */
  readonly records = new Map<string, reconcilerV1.Record[]>();
  /** Of reconciler, writer and fetcher alike: they are behind one address. */
  parked: messagingV1.ParkedStream[] = [];
  importErrors: readonly reconcilerV1.ImportError[] = [];
  importKnown: readonly reconcilerV1.KnownLine[] = [];
  readonly asked: { readonly method: string; readonly request: unknown }[] = [];
  /** By sync: what became of it in the People table; it waits if nothing is given. */
  readonly settled = new Map<string, writerV1.SettleSyncResponse>();
  /** What CloseSync answers. */
  closeOutcome = 'closed';
  /** How syncs that are to be closed had ended already; undefined: they had not. */
  endedBefore: { status: string; reason: string } | undefined;
  /** Thrown by the next call of the method. */
  readonly refusals = new Map<string, GrpcException>();
  /** Thrown by every call of the method until it is taken away. */
  readonly standing = new Map<string, GrpcException>();
  /** Awaited by calls of the method before they answer. */
  readonly delays = new Map<string, Promise<void>>();

  /** Events as reconciler and writer emit them: with positions. */
  emit: (events: readonly NewEvent[]) => Promise<void> = () => Promise.reject(new Error('not started'));
  /** Events as the fetcher publishes them. */
  publish: (events: readonly NewEvent[]) => Promise<void> = () => Promise.reject(new Error('not started'));

  async calls(method: string, request: unknown): Promise<void> {
    this.asked.push({ method, request });
    await this.delays.get(method);
    const refusal = this.refusals.get(method) ?? this.standing.get(method);
    this.refusals.delete(method);
    if (refusal) throw refusal;
  }

  policyOf(tenantId: string): reconcilerV1.PolicyVersion {
    return this.policies.get(tenantId) ?? { version: 0, policy: aPolicy() };
  }

  requestsOf(method: string): unknown[] {
    return this.asked.filter((call) => call.method === method).map((call) => call.request);
  }
}

export const missing = (): never => {
  throw new GrpcException(status.NOT_FOUND, 'not-found', 'There is no such thing here.');
};

/** What both owners of problems leave out by state and sync. */
export const wanted =
  ({ state, syncId }: { readonly state: string; readonly syncId: string }) =>
  (problem: { readonly syncId: string; readonly closedAt: string; readonly setAsideAt: string }): boolean =>
    (syncId === '' || problem.syncId === syncId) &&
    (state === '' || (problem.closedAt === '' && (problem.setAsideAt !== '') === (state === 'set-aside')));

/** One page of a list, with places for cursors. */
export function pageOf<T>(
  all: readonly T[],
  { limit, cursor }: { readonly limit: number; readonly cursor: string },
): { items: T[]; nextCursor: string } {
  const from = Number(cursor || '0');
  const next = from + limit;
  return { items: all.slice(from, next), nextCursor: next < all.length ? String(next) : '' };
}

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
    async listConnections(
      request: credentialsV1.ListConnectionsRequest,
    ): Promise<credentialsV1.ListConnectionsResponse> {
      await neighbours.calls('listConnections', request);
      const { state, limit, cursor } = request;
      const connections = [...neighbours.connections.values()]
        .filter(({ tenantId, status: is }) => is === state && tenantId > cursor)
        .sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
      const page = connections.slice(0, limit);
      return { connections: page, nextCursor: connections.length > limit ? (page.at(-1)?.tenantId ?? '') : '' };
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
  @messagingV1.ParkingControllerMethods()
  @AllowServices('gateway')
  class ParkingController implements messagingV1.ParkingController {
    async listParked(request: messagingV1.ListParkedRequest): Promise<messagingV1.ListParkedResponse> {
      await neighbours.calls('listParked', request);
      const { items, nextCursor } = pageOf(neighbours.parked, request);
      return { streams: items, nextCursor };
    }
    async retryParked(request: messagingV1.ParkedRequest): Promise<messagingV1.RetryParkedResponse> {
      await neighbours.calls('retryParked', request);
      return {};
    }
    async skipParked(request: messagingV1.ParkedRequest): Promise<messagingV1.SkipParkedResponse> {
      await neighbours.calls('skipParked', request);
      return { skipped: 1, flows: false };
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
    controllers: [
      CredentialsController,
      ParkingController,
      reconcilerNeighbour(neighbours),
      writerNeighbour(neighbours),
    ],
  };
}

import { randomUUID } from 'node:crypto';
import { Controller, type DynamicModule, Module } from '@nestjs/common';
import { decodeEvent } from '@people-sync/contracts';
import { EventLog, EventPublisher, MessagingModule, messagingMigrations } from '@people-sync/messaging';
import { AllowServices, credentialsV1, databaseModule, messagingV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { auditNeighbour } from './audit.testkit';
import { type Neighbours, notConnected, pageOf, USUAL_PAGE } from './neighbours.testkit';
import { reconcilerNeighbour } from './reconciler.testkit';
import { writerNeighbour } from './writer.testkit';

/** credentials, reconciler, writer and audit behind one address, with the real contracts and the real guard. */
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
        connectionId: randomUUID(),
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
      return neighbours.connections.get(tenantId) ?? notConnected();
    }
    async listConnections(
      request: credentialsV1.ListConnectionsRequest,
    ): Promise<credentialsV1.ListConnectionsResponse> {
      await neighbours.calls('listConnections', request);
      const { state, limit, cursor } = request;
      const connections = [...neighbours.connections.values()]
        .filter(({ tenantId, status: is }) => is === state && tenantId > cursor)
        .sort((one, other) => (one.tenantId < other.tenantId ? -1 : 1));
      const size = limit || USUAL_PAGE;
      const page = connections.slice(0, size);
      return { connections: page, nextCursor: connections.length > size ? (page.at(-1)?.tenantId ?? '') : '' };
    }
    async disconnect(request: credentialsV1.DisconnectRequest): Promise<credentialsV1.DisconnectResponse> {
      await neighbours.calls('disconnect', request);
      if (!neighbours.connections.delete(request.tenantId)) notConnected();
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
      neighbours.emit = (events) => {
        for (const { topic, json } of events) {
          const decoded = decodeEvent(topic, Buffer.from(json));
          if (decoded.ok) neighbours.hears(decoded.event);
        }
        return dataSource.transaction((tx) => log.append(tx, events));
      };
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
      auditNeighbour(neighbours),
    ],
  };
}

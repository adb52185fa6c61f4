import { Controller, Inject } from '@nestjs/common';
import {
  Connected,
  ConnectionBroken,
  Disconnected,
  type FailureReason,
  failureReasons,
  newEvent,
  TENANT_ID_PATTERN,
} from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import {
  AllowServices,
  credentialsV1,
  KEY_ENCRYPTION,
  type KeyEncryption,
  type ProblemException,
  readPage,
  refusal,
  type ServiceConfig,
} from '@people-sync/platform';
import { failureSentences } from '@people-sync/wording';
import { DataSource } from 'typeorm';
import { CredentialsConfig } from '../credentials.config';
import { openApiKey, rewrap } from '../encryption/envelope';
import { ConnectHandler, SOURCE } from './connect.handler';
import type { Connection } from './connection.entity';
import { ConnectionsRepository } from './connections.repository';

const USUAL_PAGE = 100;
const LARGEST_PAGE = 500;

const fetcher = (config: ServiceConfig): string => (config instanceof CredentialsConfig ? config.REVEAL_TO : '');

/** gRPC `peoplesync.credentials.v1.Credentials`; the .proto file says what each call means. */
@Controller()
@credentialsV1.CredentialsControllerMethods()
export class CredentialsController implements credentialsV1.CredentialsController {
  constructor(
    private readonly connectHandler: ConnectHandler,
    private readonly connections: ConnectionsRepository,
    private readonly events: EventLog,
    private readonly dataSource: DataSource,
    @Inject(KEY_ENCRYPTION) private readonly encryption: KeyEncryption,
  ) {}

  @AllowServices('gateway')
  async connect(request: credentialsV1.ConnectRequest): Promise<credentialsV1.ConnectResponse> {
    const { connection, created } = await this.connectHandler.connect({ ...request, tenantId: tenantIn(request) });
    return { connection: shown(connection), created };
  }

  @AllowServices('gateway', fetcher)
  async getConnection(request: credentialsV1.GetConnectionRequest): Promise<credentialsV1.Connection> {
    return shown((await this.connections.withKey(tenantIn(request))) ?? notConnected());
  }

  @AllowServices('gateway')
  async listConnections(request: credentialsV1.ListConnectionsRequest): Promise<credentialsV1.ListConnectionsResponse> {
    const state = stateIn(request);
    const read = (count: number) => this.connections.inState(state, request.cursor, count);
    const { rows, nextCursor } = await readPage(limitIn(request), read, ({ tenantId }) => tenantId);
    return { connections: rows.map(shown), nextCursor };
  }

  @AllowServices('gateway')
  async disconnect(request: credentialsV1.DisconnectRequest): Promise<credentialsV1.DisconnectResponse> {
    const tenantId = tenantIn(request);
    await this.dataSource.transaction(async (tx) => {
      const known = await this.connections.lock(tx, tenantId);
      if (!known || known.state === 'disconnected') return notConnected();
      const { connectionId } = known;
      const at = await this.connections.now(tx);
      await this.connections.destroyKey(tx, known, request.actor, at);
      const origin = { source: SOURCE, tenantId, subject: connectionId, actor: request.actor, time: at.toISOString() };
      await this.events.append(tx, [newEvent(Disconnected, origin, { connectionId })]);
      return known;
    });
    return {};
  }

  @AllowServices(fetcher)
  async reveal(request: credentialsV1.RevealRequest): Promise<credentialsV1.RevealResponse> {
    const row = (await this.connections.withKey(tenantIn(request))) ?? notConnected();
    const wrapped = { keyId: row.kekId, bytes: row.wrappedKey };
    const apiKey = await openApiKey(this.encryption, row, { wrapped, ciphertext: row.ciphertext });
    if (row.kekId !== this.encryption.currentKeyId) {
      const again = await rewrap(this.encryption, row, wrapped);
      await this.connections.storeRewrapped([{ connectionId: row.connectionId, before: row.kekId, wrapped: again }]);
    }
    return { connectionId: row.connectionId, apiKey, companyId: row.companyId };
  }

  /** A report about a key that was replaced or destroyed meanwhile changes nothing. */
  @AllowServices(fetcher)
  async reportKey(request: credentialsV1.ReportKeyRequest): Promise<credentialsV1.ReportKeyResponse> {
    const tenantId = tenantIn(request);
    const reason = request.reason === '' ? null : failureReasonIn(request.reason);
    await this.dataSource.transaction(async (tx) => {
      const known = await this.connections.lock(tx, tenantId);
      if (known?.connectionId !== request.connectionId || known.state === 'disconnected') return;
      if (known.reason === reason) return;
      await this.connections.setState(tx, tenantId, reason);
      const { connectionId, companyId, companyName, keyHint } = known;
      const origin = { source: SOURCE, tenantId, subject: connectionId };
      const event =
        reason === null
          ? newEvent(Connected, origin, { connectionId, companyId, companyName, keyHint })
          : newEvent(ConnectionBroken, origin, { connectionId, reason });
      await this.events.append(tx, [event]);
    });
    return {};
  }
}

function tenantIn({ tenantId }: { readonly tenantId: string }): string {
  if (new RegExp(TENANT_ID_PATTERN).test(tenantId)) return tenantId;
  throw invalid('tenant_id is not the name of a tenant.');
}

const invalid = (sentence: string): ProblemException => refusal('invalid-request', sentence);

function stateIn({ state }: credentialsV1.ListConnectionsRequest): 'connected' | 'broken' {
  if (state === 'connected' || state === 'broken') return state;
  throw invalid('state is neither connected nor broken.');
}

/** 0: the usual page. */
function limitIn({ limit }: credentialsV1.ListConnectionsRequest): number {
  if (limit >= 0 && limit <= LARGEST_PAGE) return limit || USUAL_PAGE;
  throw invalid('limit is not a number from 1 to 500.');
}

function failureReasonIn(word: string): FailureReason {
  const reason = failureReasons.find((known) => known === word);
  if (reason) return reason;
  throw invalid('reason is not one of the failure reasons.');
}

function notConnected(): never {
  throw refusal('not-connected', failureSentences['not-connected']);
}

function shown(connection: Connection): credentialsV1.Connection {
  return {
    tenantId: connection.tenantId,
    connectionId: connection.connectionId,
    status: connection.state,
    reason: connection.reason ?? '',
    companyId: connection.companyId,
    companyName: connection.companyName,
    keyHint: connection.keyHint,
    connectedAt: connection.connectedAt.toISOString(),
  };
}

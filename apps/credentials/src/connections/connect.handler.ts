import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Connected, type FailureReason, KeyReplaced, newEvent } from '@people-sync/contracts';
import { EventLog } from '@people-sync/messaging';
import {
  KEY_ENCRYPTION,
  type KeyEncryption,
  type ProblemException,
  refusal,
  ServiceLogger,
} from '@people-sync/platform';
import { failureSentences } from '@people-sync/wording';
import { DataSource } from 'typeorm';
import { CompanyClient } from '../company/company.client';
import { sealApiKey } from '../encryption/envelope';
import { decideConnect } from './connect-decision';
import { Connection } from './connection.entity';
import { ConnectionsRepository } from './connections.repository';

/** Where credentials' events come from. */
export const SOURCE = '/peoplesync/credentials';

/** A key to be checked and stored. */
export interface ConnectOrder {
  readonly tenantId: string;
  readonly apiKey: string;
  readonly replaceCompany: boolean;
  readonly actor: string;
}

const MAX_KEY_LENGTH = 50;

/** Checks a key with PeopleHR, and only then stores it; with any refusal nothing is stored. */
@Injectable()
export class ConnectHandler {
  constructor(
    private readonly companies: CompanyClient,
    private readonly connections: ConnectionsRepository,
    private readonly events: EventLog,
    private readonly dataSource: DataSource,
    @Inject(KEY_ENCRYPTION) private readonly encryption: KeyEncryption,
    private readonly logger: ServiceLogger,
  ) {}

  /** @throws ProblemException invalid-api-key, missing-permission, account-blocked, wrong-company, peoplehr-unavailable. */
  async connect(order: ConnectOrder): Promise<{ connection: Connection; created: boolean }> {
    const apiKey = order.apiKey.trim();
    if (apiKey === '' || apiKey.length > MAX_KEY_LENGTH) throw keyRefused('invalid-api-key');
    // Outside the transaction: a slow PeopleHR must not hold the tenant's row.
    const answer = await this.companies.companyOf(apiKey);
    if (!answer.ok) {
      this.logger.warn({ tenantId: order.tenantId, reason: answer.reason, said: answer.said }, 'ConnectHandler');
      throw keyRefused(answer.reason);
    }
    const { company } = answer;
    const connectionId = randomUUID();
    const envelope = await sealApiKey(this.encryption, { tenantId: order.tenantId, connectionId }, apiKey);

    return this.dataSource.transaction(async (tx) => {
      const known = await this.connections.lock(tx, order.tenantId);
      const decision = decideConnect(
        known ? { companyId: known.companyId, isConnected: known.state !== 'disconnected' } : undefined,
        company,
        order.replaceCompany,
      );
      if (decision.kind === 'wrong-company') throw otherCompany(company.companyName, known?.companyName ?? '');
      const connection = Object.assign(new Connection(), {
        tenantId: order.tenantId,
        connectionId,
        version: (known?.version ?? 0) + 1,
        state: 'connected' as const,
        reason: null,
        ...company,
        keyHint: hintOf(apiKey),
        connectedAt: new Date(),
        kekId: envelope.wrapped.keyId,
        wrappedKey: envelope.wrapped.bytes,
        ciphertext: envelope.ciphertext,
      });
      await this.connections.storeKey(tx, connection, order.actor);
      const origin = { source: SOURCE, tenantId: order.tenantId, subject: connectionId, actor: order.actor };
      const data = { connectionId, ...company, keyHint: connection.keyHint };
      const { created, companyReplaced } = decision;
      const event = created
        ? newEvent(Connected, origin, data)
        : newEvent(KeyReplaced, origin, { ...data, companyReplaced });
      await this.events.append(tx, [event]);
      return { connection, created };
    });
  }
}

/** The last four characters, of a key that is long enough to stay a secret without them. */
const hintOf = (apiKey: string): string => (apiKey.length >= 8 ? apiKey.slice(-4) : '');

/** Names both, so that whoever has several keys sees which one this is. */
function otherCompany(offered: string, known: string): ProblemException {
  const both =
    offered === '' || known === ''
      ? failureSentences['wrong-company']
      : `This API key belongs to ${offered}, and ${known} is connected. If you want to replace it, confirm that.`;
  return refusal('wrong-company', both, { offeredCompany: offered, connectedCompany: known });
}

/** How a caller sees that PeopleHR refused the key or did not answer: reason and the administrator's sentence. */
function keyRefused(reason: FailureReason): ProblemException {
  switch (reason) {
    case 'invalid-api-key':
    case 'missing-permission':
    case 'account-blocked':
    case 'wrong-company':
      return refusal(reason, failureSentences[reason]);
    default:
      return refusal('peoplehr-unavailable', failureSentences[reason]);
  }
}

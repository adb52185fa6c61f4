import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Identity, tooManyRequests } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { GatewayConfig } from '../gateway.config';

/**
 * How many keys may be tried in a minute, at both doors of all gateways together: for one tenant, and by one caller for
 * whatever tenants. Each try is a call to PeopleHR, which would shut out all customers for one who guesses.
 */
@Injectable()
export class ConnectBudgetsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: GatewayConfig,
  ) {}

  /** @throws ProblemException 429 `too-many-requests`: the key must not be tried now. */
  async spend(identity: Identity, tenantId: string): Promise<void> {
    const { CONNECTS_PER_MINUTE: usual, CONNECTS_PER_MINUTE_OF_PLATFORM: ofPlatform } = this.config;
    const limits = new Map([
      [`tenant ${tenantId}`, usual],
      [`caller ${callerIn(identity)}`, identity.has('peoplesync.platform') ? ofPlatform : usual],
    ]);
    // In one order, so that two of them never wait for each other.
    const rows = await this.dataSource.query<{ name: string; spent: number; ms: number }[]>(
      `INSERT INTO connect_budgets AS b (name, spent, until)
       SELECT name, 1, now() + interval '1 minute' FROM unnest($1::text[]) AS name ORDER BY name
       ON CONFLICT (name) DO UPDATE
          SET spent = CASE WHEN b.until <= now() THEN 1 ELSE b.spent + 1 END,
              until = CASE WHEN b.until <= now() THEN excluded.until ELSE b.until END
       RETURNING name, spent, ceil(extract(epoch FROM until - now()) * 1000)::integer AS ms`,
      [[...limits.keys()]],
    );
    const over = rows.filter(({ name, spent }) => spent > (limits.get(name) ?? 0));
    if (over.length > 0) throw tooManyRequests(Math.max(...over.map(({ ms }) => ms)));
  }
}

/** Subjects may be addresses, which nobody needs to read here. */
const callerIn = ({ subject }: Identity): string => createHash('sha256').update(subject).digest('hex');

import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { consistencyPlan } from '@people-sync/transparency';
import { DataSource } from 'typeorm';
import { AuditConfig } from '../audit.config';
import { HashesRepository } from '../tree/hashes.repository';
import { StoredHashMissingError } from '../tree/stored-hashes';
import { CheckpointsRepository, type SignedHead, type UnsignedHead } from './checkpoints.repository';
import { follows } from './follows';
import { LogIdentity } from './log-identity';

/** How many tenants' heads are signed at a time. */
const PAGE = 200;

/**
 * Signs heads that are committed, never one that is not the signed one with entries appended. Several audits may do so at
 * once: they sign what is committed, and that is one tree.
 */
@Injectable()
export class SigningHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SigningHandler.name);
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;
  /** Tenants whose head is known not to be signed: said once, not every second. */
  private told = new Set<string>();
  private round: Promise<void> | undefined;

  constructor(
    private readonly config: AuditConfig,
    private readonly dataSource: DataSource,
    private readonly checkpoints: CheckpointsRepository,
    private readonly hashes: HashesRepository,
    private readonly identity: LogIdentity,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.checkpoints.publish(this.dataSource.manager, this.identity.vkeys);
    this.timer = setInterval(() => {
      this.round ??= this.look().finally(() => (this.round = undefined));
    }, this.config.SIGNING_EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** Signs every head that is committed and not signed. @returns the tenants whose head must not be signed */
  async signAll(): Promise<string[]> {
    const refused: string[] = [];
    const { manager } = this.dataSource;
    let page = await this.checkpoints.unsigned(manager, '', PAGE);
    for (; page.length > 0 && !this.stopping; page = await this.checkpoints.unsigned(manager, after(page), PAGE))
      refused.push(...(await this.sign(page)));
    return refused;
  }

  /**
   * The tenant's newest committed head, signed; undefined if nothing was recorded of the tenant.
   * @throws if it must not be signed
   */
  async newestOf(tenantId: string): Promise<SignedHead | undefined> {
    const { manager } = this.dataSource;
    const refused = await this.sign(await this.checkpoints.unsignedOf(manager, tenantId));
    if (refused.length > 0) throw new Error(`the record of ${tenantId} is not the one that was signed`);
    return this.checkpoints.newest(manager, tenantId);
  }

  /** @returns the tenants whose head must not be signed */
  private async sign(heads: readonly UnsignedHead[]): Promise<string[]> {
    const refused: string[] = [];
    const signed: SignedHead[] = [];
    const follow = await this.following(heads);
    for (const [n, { tenantId, head }] of heads.entries()) {
      if (follow[n]) signed.push({ ...head, tenantId, note: this.identity.sign(tenantId, head) });
      else refused.push(tenantId);
    }
    await this.checkpoints.keep(this.dataSource.manager, signed);
    return refused;
  }

  /** Whether each head follows the signed one. One whose hashes are damaged is looked at apart from the others. */
  private async following(page: readonly UnsignedHead[]): Promise<boolean[]> {
    const asked = page.map(({ tenantId, head, last }) => ({
      tenantId,
      plan: last && last.size > 0 && last.size <= head.size ? consistencyPlan(last.size, head.size) : [],
    }));
    try {
      const proofs = await this.hashes.proofs(this.dataSource.manager, asked);
      return page.map(({ head, last }, n) => follows(last, head, proofs[n] ?? []));
    } catch (error) {
      if (!(error instanceof StoredHashMissingError)) throw error;
      if (page.length === 1) return [false];
      return (await Promise.all(page.map((one) => this.following([one])))).flat();
    }
  }

  private async look(): Promise<void> {
    try {
      const refused = await this.signAll();
      for (const tenant of refused.filter((one) => !this.told.has(one)))
        this.logger.error('a head is not the signed one with entries appended: it is not signed', { tenant });
      this.told = new Set(refused);
    } catch (error) {
      // The database is away: the next round does it.
      this.logger.warn('heads could not be signed', error);
    }
  }
}

const after = (page: readonly UnsignedHead[]): string => page.at(-1)?.tenantId ?? '';

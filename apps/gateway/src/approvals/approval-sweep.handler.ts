import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ProblemException, ServiceLogger } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';
import { Rounds } from '../rounds/rounds';
import { throughAll } from '../rounds/through-all';
import { BEFORE_ALL, type SyncName } from '../syncs/syncs.repository';
import { ApprovalCourier } from './approval-courier';
import { ApprovalsRepository, type UnansweredApproval } from './approvals.repository';

/** OKs that are told at the same time; a round comes to all of them. */
const AT_ONCE = 20;

/**
 * Tells an OK again that the reconciler has not answered: it was away, or the gateway died before it heard the answer.
 * Several gateways may do so at once.
 */
@Injectable()
export class ApprovalSweepHandler implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly rounds: Rounds;

  constructor(
    private readonly config: GatewayConfig,
    private readonly approvals: ApprovalsRepository,
    private readonly courier: ApprovalCourier,
    private readonly logger: ServiceLogger,
  ) {
    this.rounds = new Rounds(
      config.APPROVAL_AGAIN_MS,
      () => this.tellAgain(),
      (error) => this.logger.warn(error instanceof Error ? error : {}, 'ApprovalSweepHandler'),
    );
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  private async tellAgain(): Promise<void> {
    const { APPROVAL_AGAIN_MS: olderThanMs, NO_PROGRESS_AFTER_MS: overdueMs } = this.config;
    const since = { olderThanMs, overdueMs };
    await throughAll(
      (last: SyncName = BEFORE_ALL) => this.approvals.unanswered(since, last, AT_ONCE),
      async (unanswered: readonly UnansweredApproval[]) => {
        await Promise.all(unanswered.map((approval) => this.tell(approval)));
      },
      () => this.rounds.stopping,
    );
  }

  /** A refusal is an answer too: whoever gave the OK sees it at the sync. */
  private async tell(approval: UnansweredApproval): Promise<void> {
    const about = { tenant: approval.tenantId, sync: approval.syncId };
    try {
      await this.courier.tell(approval, approval.overdue);
    } catch (error) {
      const refused = error instanceof ProblemException ? error.reason : undefined;
      this.logger.warn({ ...about, refused }, error instanceof Error ? error : {}, 'ApprovalSweepHandler');
    }
  }
}

import { Injectable } from '@nestjs/common';
import { AtOnce } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';

/** Answers that go on and on, syncs that are watched and files that are read, over both doors together. */
@Injectable()
export class OpenAnswers {
  private readonly open = new AtOnce();

  constructor(private readonly config: GatewayConfig) {}

  /**
   * Counts one more of the company; call what it returns once when it has ended.
   * @throws ProblemException 429 `too-many-requests` if as many are open as may be, of the company or in this gateway.
   */
  enter(company: string): () => void {
    const leaveCompany = this.open.enter(`of ${company}`, this.config.OPEN_ANSWERS_PER_TENANT);
    try {
      const leaveAll = this.open.enter('all', this.config.OPEN_ANSWERS);
      return () => {
        leaveCompany();
        leaveAll();
      };
    } catch (error) {
      leaveCompany();
      throw error;
    }
  }
}

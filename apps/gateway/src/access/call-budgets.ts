import { Injectable } from '@nestjs/common';
import { type Identity, tooManyRequests } from '@people-sync/platform';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { GatewayConfig } from '../gateway.config';

const MINUTE_S = 60;
/** Nobody, the platform included, calls for so many tenants at once; it bounds what is remembered of one caller. */
export const TENANTS_OF_A_CALLER = 100;

/**
 * What each caller may still call in this minute, over both doors together. Callers are known by their verified subject
 * (all of one issuer), so that no other spelling of a token is another caller; strangers are not known here at all.
 */
@Injectable()
export class CallBudgets {
  private readonly ofTenant: RateLimiterMemory;
  private readonly ofCaller: RateLimiterMemory;

  constructor({ RATE_LIMIT_PER_MINUTE: points }: GatewayConfig) {
    this.ofTenant = new RateLimiterMemory({ points, duration: MINUTE_S });
    this.ofCaller = new RateLimiterMemory({ points: points * TENANTS_OF_A_CALLER, duration: MINUTE_S });
  }

  /** @throws ProblemException 429 `too-many-requests`. */
  async spend({ subject }: Identity, tenant: string): Promise<void> {
    await spent(this.ofCaller.consume(subject));
    await spent(this.ofTenant.consume(JSON.stringify([subject, tenant])));
  }
}

/** The limiter rejects with what is left, or with an error of its own. */
export async function spent(consuming: Promise<RateLimiterRes>): Promise<void> {
  try {
    await consuming;
  } catch (error) {
    if (error instanceof RateLimiterRes) throw tooManyRequests(error.msBeforeNext);
    throw error;
  }
}

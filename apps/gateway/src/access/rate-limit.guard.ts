import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { identityOf, tenantOf } from '@people-sync/platform';
import { CallBudgets } from './call-budgets';

/** Bounds how often one caller may call for one tenant, over HTTP and gRPC together. Strangers never come this far. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly budgets: CallBudgets) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.budgets.spend(identityOf(context), tenantOf(context) ?? '');
    return true;
  }
}

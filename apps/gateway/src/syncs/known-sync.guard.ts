import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { notFound } from '@people-sync/platform';
import { isUUID } from 'class-validator';
import { SyncsRepository } from './syncs.repository';

/**
 * 404 for a stream of a sync that does not exist. Nest sends a stream's headers while its handler still looks the sync
 * up, so that only a guard can refuse in time.
 */
@Injectable()
export class KnownSyncGuard implements CanActivate {
  constructor(private readonly syncs: SyncsRepository) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request: { params: Record<string, unknown> } = context.switchToHttp().getRequest();
    const { tenant, id } = request.params;
    if (typeof tenant === 'string' && isUUID(id) && (await this.syncs.one(tenant, String(id)))) return true;
    throw notFound();
  }
}

import type { ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { notFound } from '@people-sync/platform';
import { isUUID } from 'class-validator';
import { OpenAnswers } from '../places/open-answers';
import { SyncWatch } from './sync-watch';

/**
 * Before a sync is watched over HTTP: 404 if there is none, 429 if too many are watched. Nest sends a stream's headers while
 * its handler still looks the sync up, so that only a guard can refuse in time.
 */
@Injectable()
export class WatchGuard implements CanActivate {
  constructor(
    private readonly open: OpenAnswers,
    private readonly syncs: SyncWatch,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { tenant, id } = http.getRequest<{ params: Record<string, unknown> }>().params;
    const response = http.getResponse<ServerResponse>();
    if (typeof tenant !== 'string' || !isUUID(id) || response.closed) throw notFound();
    response.once('close', this.open.enter(tenant));
    await this.syncs.watch(tenant, String(id));
    return true;
  }
}

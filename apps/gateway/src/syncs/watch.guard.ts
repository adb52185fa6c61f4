import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { notFound } from '@people-sync/platform';
import { isUUID } from 'class-validator';
import { OpenAnswers } from '../places/open-answers';
import { lastEventIdOf } from './sync-stream';
import { SyncWatch } from './sync-watch';
import { WatchedToItsEndError } from './watched-to-its-end.filter';

/**
 * Before a sync is watched over HTTP: 404 if there is none, 429 if too many are watched, 204 if it is over and whoever asks
 * was told so. Nest sends a stream's headers while its handler still looks the sync up, so that only a guard can say so in
 * time.
 */
@Injectable()
export class WatchGuard implements CanActivate {
  constructor(
    private readonly open: OpenAnswers,
    private readonly syncs: SyncWatch,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<IncomingMessage & { params: Record<string, unknown> }>();
    const { tenant, syncId: id } = request.params;
    const response = http.getResponse<ServerResponse>();
    if (typeof tenant !== 'string' || !isUUID(id) || response.closed) throw notFound();
    response.once('close', this.open.enter(tenant));
    if (!(await this.syncs.hasNews(tenant, String(id), lastEventIdOf(request)))) throw new WatchedToItsEndError();
    return true;
  }
}

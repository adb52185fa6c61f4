import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';

/** Nothing will be told any more: whoever asks knows the end. */
export class WatchedToItsEndError extends Error {
  override readonly name = 'WatchedToItsEndError';
}

/** 204, by which a browser's EventSource connects no more. */
@Catch(WatchedToItsEndError)
export class WatchedToItsEndFilter implements ExceptionFilter {
  catch(_error: WatchedToItsEndError, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<ServerResponse>().writeHead(204).end();
  }
}

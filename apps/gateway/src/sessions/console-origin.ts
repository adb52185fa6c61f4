import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { refusal } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';
import { comesFromConsole, ownOrigin } from './own-origin';

/** Methods that change nothing. */
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Tells the console's own requests from those that somebody else made a browser send. */
@Injectable()
export class ConsoleOrigin {
  constructor(private readonly config: GatewayConfig) {}

  /** Where the console is for whoever sends this; undefined where no cookie could be trusted. */
  of(request: IncomingMessage): string | undefined {
    return ownOrigin(this.config.publicOrigin, request.headers.host);
  }

  /** @throws ProblemException 403 `not-from-console` if another site made the browser send this. */
  check(request: IncomingMessage, origin: string, changes = !READS.has(request.method ?? '')): void {
    if (!comesFromConsole(request.headers, origin, changes)) {
      throw refusal('not-from-console', 'A browser signs in and acts from the console only.');
    }
  }

  /**
   * Where the console is, for a request that signs in or out.
   * @throws ProblemException 403 `https-needed` or `not-from-console`.
   */
  demand(request: IncomingMessage): string {
    const origin = this.of(request);
    if (origin === undefined) {
      const detail = 'Browsers sign in here over HTTPS only: set PUBLIC_ORIGIN to the address that they open.';
      throw refusal('https-needed', detail);
    }
    this.check(request, origin, true);
    return origin;
  }
}

import type { IncomingMessage } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ConsoleOrigin } from './console-origin';

/** Lets in what the console's own code sends, whoever sits before it: for signing in and out. */
@Injectable()
export class FromConsoleGuard implements CanActivate {
  constructor(private readonly origin: ConsoleOrigin) {}

  /** @throws ProblemException 403 `https-needed` or `not-from-console`. */
  canActivate(context: ExecutionContext): boolean {
    this.origin.demand(context.switchToHttp().getRequest<IncomingMessage>());
    return true;
  }
}

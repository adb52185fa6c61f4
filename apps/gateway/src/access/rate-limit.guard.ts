import { createHash } from 'node:crypto';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';

/** Bounds how often one token may call for one tenant over HTTP. Strangers never come this far. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(context.getType() !== 'http');
  }

  protected override getTracker(request: {
    headers: Record<string, unknown>;
    params: Record<string, unknown>;
  }): Promise<string> {
    const words = JSON.stringify([request.headers['authorization'], request.params['tenant']]);
    return Promise.resolve(createHash('sha256').update(words).digest('base64'));
  }

  /** One budget for all handlers. */
  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }
}

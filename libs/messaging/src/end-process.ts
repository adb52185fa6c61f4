import { Logger } from '@nestjs/common';
import type { MessagingHealth } from './messaging-health';
import type { MessagingOptions } from './messaging.options';

/** This process can do no more for the bus: it says why, is unready, and ends; its supervisor starts another one. */
export function endProcess(error: Error, options: MessagingOptions, health: MessagingHealth): void {
  health.fatal(error);
  if (options.onFatal) {
    options.onFatal(error);
    return;
  }
  new Logger('Messaging').error(`events cannot go on: ${error.message}`);
  setImmediate(() => {
    throw error;
  });
}

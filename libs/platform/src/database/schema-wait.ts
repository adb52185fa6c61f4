import { setTimeout as wait } from 'node:timers/promises';
import type { HealthChecks } from '../health/health-checks';
import type { ServiceLogger } from '../logging/service-logger';
import { StartGivenUpError } from '../service/running-service';
import { schemaLacks } from './schema-lacks';
import type { ServiceSchema } from './service-schema';

/** A look costs one connection; whoever waits for a rollout should not wait for the next look. */
const AGAIN_MS = 1_000;

/**
 * Resolves when the schema has every migration that was built into this program, whoever makes it; until then health
 * and log say what is waited for, also if that is the database itself. Changes nothing in it.
 * @throws StartGivenUpError when it is told to wait no longer.
 */
export async function schemaThere(
  databaseUrl: string,
  service: ServiceSchema,
  health: HealthChecks,
  logger: ServiceLogger,
  stop: AbortSignal,
): Promise<void> {
  let told: string | undefined;
  for (;;) {
    const lacks = await schemaLacks(databaseUrl, service);
    health.waitsFor(lacks);
    if (lacks === undefined) break;
    if (lacks !== told) logger.warn(`waits for its schema. ${lacks}`, 'schemaThere');
    told = lacks;
    await wait(AGAIN_MS, undefined, { signal: stop }).catch((cause: unknown) => {
      throw new StartGivenUpError('It was stopped while it waited for its schema.', { cause });
    });
  }
  if (told !== undefined) logger.log(`the schema ${service.schema} is there`, 'schemaThere');
}

import { type Environment, loadConfig, type RunningService, startService } from '@people-sync/platform';
import { AppModule } from './app.module';
import { AuditConfig } from './audit.config';

export { auditKeysSchema, auditSchema } from './migrations/audit-schema';

/** Starts the keeper of the record. Everything it needs is in `env`; `stop` ends what it waits for. */
export async function startAudit(env: Environment, stop?: AbortSignal): Promise<RunningService> {
  const config = loadConfig(AuditConfig, env);
  return startService({
    name: 'audit',
    module: AppModule,
    config,
    stop,
    grpc: { package: ['peoplesync.audit.v1', 'peoplesync.messaging.v1'] },
    consumes: true,
  });
}

import { type Environment, loadConfig, type RunningService, startService } from '@people-sync/platform';
import { AppModule, SERVICE } from './app.module';
import { doorLimits } from './door-limits';
import { ReconcilerConfig } from './reconciler.config';

export { reconcilerSchema } from './migrations/reconciler-schema';
export { DryRun, type StagedEnding } from './dry-run';

/**
 * Starts the reconciler from its environment: it judges the snapshots that arrive, and answers
 * `peoplesync.reconciler.v1` to the gateway. Rejects with a sentence if it cannot start.
 */
export async function startReconciler(env: Environment, stop?: AbortSignal): Promise<RunningService> {
  const config = loadConfig(ReconcilerConfig, env);
  return startService({
    name: SERVICE,
    module: AppModule,
    config,
    stop,
    grpc: { package: ['peoplesync.reconciler.v1', 'peoplesync.messaging.v1'], limits: doorLimits },
    consumes: true,
  });
}

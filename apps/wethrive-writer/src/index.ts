import { type Environment, loadConfig, type RunningService, startService } from '@people-sync/platform';
import { AppModule } from './app.module';
import { writerLimits } from './writer-limits';
import { WethriveWriterConfig } from './wethrive-writer.config';

export { writerSchema } from './migrations/writer-schema';

/** Starts the owner of WeThrive's People table: rows, history and licences. Everything it needs is in `env`; `stop` ends what it waits for. */
export async function startWethriveWriter(env: Environment, stop?: AbortSignal): Promise<RunningService> {
  const config = loadConfig(WethriveWriterConfig, env);
  return startService({
    name: 'wethrive-writer',
    module: AppModule,
    config,
    stop,
    grpc: { package: ['peoplesync.writer.v1', 'peoplesync.messaging.v1'], limits: writerLimits },
    consumes: true,
  });
}

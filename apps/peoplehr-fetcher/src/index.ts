import { type Environment, loadConfig, type RunningService, startService } from '@people-sync/platform';
import { AppModule } from './app.module';
import { FetcherConfig } from './fetcher.config';

/** Starts the reader of PeopleHR: jobs in, snapshots out, no employee kept. Everything it needs is in `env`. */
export async function startPeoplehrFetcher(env: Environment): Promise<RunningService> {
  const config = loadConfig(FetcherConfig, env);
  return startService({
    name: 'peoplehr-fetcher',
    module: AppModule,
    config,
    grpc: { package: ['peoplesync.messaging.v1'] },
    consumes: true,
  });
}

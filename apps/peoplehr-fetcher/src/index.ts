import { type Environment, loadConfig, type RunningService, startService } from '@people-sync/platform';
import { AppModule } from './app.module';
import { FetcherConfig } from './fetcher.config';

export { fetcherSchema } from './migrations/fetcher-schema';

/** Starts the reader of PeopleHR: jobs in, snapshots out, no employee kept. Everything it needs is in `env`; `stop` ends what it waits for. */
export async function startPeoplehrFetcher(env: Environment, stop?: AbortSignal): Promise<RunningService> {
  const config = loadConfig(FetcherConfig, env);
  return startService({
    name: 'peoplehr-fetcher',
    module: AppModule,
    config,
    stop,
    grpc: { package: ['peoplesync.messaging.v1'] },
    consumes: true,
  });
}

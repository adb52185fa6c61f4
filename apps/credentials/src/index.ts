import { type Environment, loadConfig, type RunningService, startService } from '@people-sync/platform';
import { AppModule } from './app.module';
import { CredentialsConfig } from './credentials.config';

export { credentialsSchema } from './migrations/credentials-schema';

/** Starts the vault: the only code that decrypts a customer's PeopleHR key. Everything it needs is in `env`; `stop` ends what it waits for. */
export async function startCredentials(env: Environment, stop?: AbortSignal): Promise<RunningService> {
  return startService({
    name: 'credentials',
    module: AppModule,
    config: loadConfig(CredentialsConfig, env),
    stop,
    grpc: { package: 'peoplesync.credentials.v1' },
  });
}

import { type Environment, loadConfig, type RunningService, startService } from '@people-sync/platform';
import { AppModule } from './app.module';
import { CredentialsConfig } from './credentials.config';

/** Starts the vault: the only code that decrypts a customer's PeopleHR key. Everything it needs is in `env`. */
export async function startCredentials(env: Environment): Promise<RunningService> {
  return startService({
    name: 'credentials',
    module: AppModule,
    config: loadConfig(CredentialsConfig, env),
    grpc: { package: 'peoplesync.credentials.v1' },
  });
}

import { type Environment, loadConfig, type RunningService, startService } from '@people-sync/platform';
import { AppModule } from './app.module';
import { serveConsole } from './console/console-files';
import { secureHeaders } from './console/headers';
import { GatewayConfig } from './gateway.config';
import { serveOpenApi } from './openapi/openapi-document';
import { doorLimits } from './platform-door/door-limits';

export { gatewaySchema } from './migrations/gateway-schema';

/** Starts the door: HTTP with the console, gRPC for the main platform. Everything it needs is in `env`; `stop` ends what it waits for. */
export async function startGateway(env: Environment, stop?: AbortSignal): Promise<RunningService> {
  const config = loadConfig(GatewayConfig, env);
  return startService({
    name: 'gateway',
    module: AppModule,
    config,
    stop,
    consumes: true,
    grpc: { package: 'wethrive.peoplesync.v1', limits: doorLimits },
    http: {
      host: config.HTTP_HOST,
      port: config.HTTP_PORT,
      configure: (app) => {
        secureHeaders(app);
        serveOpenApi(app);
        serveConsole(app, config.CONSOLE_DIR);
      },
    },
  });
}

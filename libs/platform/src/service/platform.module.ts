import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import type { Tracer } from '@opentelemetry/api';
import { BUS_ADDRESS, type BusAddress, TRACER } from '@people-sync/messaging';
import { Callers } from '../auth/callers';
import { ServiceIdentityGuard } from '../auth/service-identity.guard';
import { type TokenTrust, TokenVerifier } from '../auth/token-verifier';
import { UserGuard } from '../auth/user.guard';
import { ConfigError } from '../config/load.config';
import { ServiceConfig, UserFacingConfig } from '../config/service.config';
import { HealthChecks } from '../health/health-checks';
import { BodyInterceptor } from '../http/body.interceptor';
import { InputPipe } from '../http/input.pipe';
import { ProblemFilter } from '../http/problem.filter';
import { TextGuard } from '../input/text.guard';
import { TextPipe } from '../input/text.pipe';
import { ServiceLogger } from '../logging/service-logger';
import { CallInterceptor } from '../metrics/call.interceptor';
import { Meters } from '../metrics/meters';
import { MessagingWatch } from '../metrics/messaging-watch';
import { TokenWatch } from '../metrics/token-watch';
import { TraceInterceptor } from '../tracing/trace.interceptor';
import { ClosingLast } from './closing-last';
import { StartStop } from './start-stop';

/** What a started service hands to its app. */
export interface PlatformParts {
  readonly config: ServiceConfig;
  readonly logger: ServiceLogger;
  readonly health: HealthChecks;
  readonly meters: Meters;
  readonly closing: ClosingLast;
  readonly stop: StartStop;
  /** Undefined if nobody wants its traces. */
  readonly tracer: Tracer | undefined;
  /** False if there is no door, HTTP or gRPC, that a guard would have to keep. */
  readonly hasDoors: boolean;
}

/**
 * For every class of the app to inject: its configuration (as its own class and as ServiceConfig), ServiceLogger,
 * HealthChecks, Meters, ClosingLast, StartStop, the bus' address and, with doors, TokenVerifier and
 * Callers. Guards, input checks and problem answers are on.
 */
@Module({})
export class PlatformModule {
  static of(parts: PlatformParts): DynamicModule {
    const { config } = parts;
    const shared: Provider[] = [
      { provide: ServiceConfig, useValue: config },
      { provide: config.constructor, useValue: config },
      { provide: ServiceLogger, useValue: parts.logger },
      { provide: HealthChecks, useValue: parts.health },
      { provide: Meters, useValue: parts.meters },
      { provide: ClosingLast, useValue: parts.closing },
      { provide: StartStop, useValue: parts.stop },
      { provide: TRACER, useValue: parts.tracer },
      {
        provide: BUS_ADDRESS,
        useValue: {
          kafka: config.kafkaCluster,
          topicPrefix: config.KAFKA_TOPIC_PREFIX,
          busDatabaseUrl: config.BUS_DATABASE_URL,
        } satisfies BusAddress,
      },
    ];
    if (parts.hasDoors) {
      const verifier = new TokenVerifier(trustOf(config));
      shared.push(
        { provide: TokenVerifier, useValue: verifier },
        { provide: Callers, useValue: new Callers(verifier) },
      );
    }
    const guard = config instanceof UserFacingConfig ? UserGuard : ServiceIdentityGuard;
    return {
      module: PlatformModule,
      global: true,
      providers: [
        ...shared,
        MessagingWatch,
        TokenWatch,
        { provide: APP_FILTER, useClass: ProblemFilter },
        ...(parts.tracer ? [{ provide: APP_INTERCEPTOR, useClass: TraceInterceptor }] : []),
        { provide: APP_INTERCEPTOR, useClass: CallInterceptor },
        { provide: APP_INTERCEPTOR, useClass: BodyInterceptor },
        { provide: APP_PIPE, useClass: TextPipe },
        { provide: APP_PIPE, useClass: InputPipe },
        ...(parts.hasDoors
          ? [
              { provide: APP_GUARD, useClass: guard },
              { provide: APP_GUARD, useClass: TextGuard },
            ]
          : []),
      ],
      exports: shared,
    };
  }
}

/** Whose tokens open this service's doors: people's if it is theirs, else those of other services. */
function trustOf(config: ServiceConfig): TokenTrust {
  if (config instanceof UserFacingConfig) {
    return {
      kind: 'person',
      issuer: config.AUTH_ISSUER,
      audience: config.AUTH_AUDIENCE,
      jwksFile: config.AUTH_JWKS_FILE,
      jwksUrl: config.AUTH_JWKS_URL,
    };
  }
  if (!config.SERVICE_AUTH_ISSUER) throw new ConfigError(['SERVICE_AUTH_ISSUER is missing']);
  return {
    kind: 'service',
    issuer: config.SERVICE_AUTH_ISSUER,
    audience: config.SERVICE_AUTH_AUDIENCE,
    jwksFile: config.SERVICE_AUTH_JWKS_FILE,
    jwksUrl: config.SERVICE_AUTH_JWKS_URL,
    jwksBearerFile: config.SERVICE_AUTH_JWKS_BEARER_FILE,
  };
}

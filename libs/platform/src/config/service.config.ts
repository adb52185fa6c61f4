import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { LOG_LEVELS } from '../logging/service-logger';
import { OnlyPassword, withPassword } from './database-password';
import { TracingConfig } from './tracing.config';
import { TellsPeopleFromServices } from './tells-people-from-services';

/** What every service reads from its environment; services extend it with their own variables. */
export class ServiceConfig extends TracingConfig {
  /** `postgres://…` with the service's own role; its schema is chosen by the service. */
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgres://' })
  DATABASE_URL: string;

  /** The role's password, where DATABASE_URL has none: as it is, nothing in it is escaped. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @OnlyPassword()
  DATABASE_PASSWORD?: string;

  /** Connections this process may hold, relay and consumers included. */
  @IsInt()
  @Min(1)
  @Max(200)
  DATABASE_POOL_SIZE: number = 6;

  /**
   * `run`: the service makes and changes its tables when it starts. `wait`: it waits until `provision` has; a schema
   * that is newer already is fine.
   */
  @IsIn(['run', 'wait'])
  MIGRATIONS: 'run' | 'wait' = 'run';

  /** The embedded event log, instead of Kafka. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'BUS_DATABASE_URL must begin with postgres://' })
  BUS_DATABASE_URL?: string;

  /** From `trace` to `silent`. */
  @IsIn(LOG_LEVELS)
  LOG_LEVEL: string = 'info';

  /** Where the JSON lines go; standard output without it. */
  @IsOptional()
  @IsString()
  LOG_FILE?: string;

  /** Health and metrics on a port of their own (0: any free); without it they are on the HTTP port, if there is one. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(65535)
  MANAGEMENT_PORT?: number;

  /** The address that health and metrics listen on. */
  @IsString()
  @Length(1, 255)
  MANAGEMENT_HOST: string = '127.0.0.1';

  /** The address that gRPC listens on. */
  @IsString()
  @Length(1, 255)
  GRPC_HOST: string = '127.0.0.1';

  /** The port of gRPC. 0: any free one; the running service tells which. */
  @IsInt()
  @Min(0)
  @Max(65535)
  GRPC_PORT: number = 0;

  /** Lets developers' tools that have a token ask what can be called by gRPC (reflection). */
  @IsBoolean()
  GRPC_REFLECTION: boolean = false;

  /** How long the request of a gRPC call may take to arrive, in milliseconds. */
  @IsInt()
  @Min(1)
  @Max(600_000)
  GRPC_ARRIVAL_MS: number = 60_000;

  /** How long a gRPC connection may be there without a first call, in milliseconds; then it is ended. */
  @IsInt()
  @Min(1)
  @Max(600_000)
  GRPC_SILENCE_MS: number = 15_000;

  /** Who signs the tokens of services. Needed by every service that offers gRPC to other services. */
  @IsOptional()
  @IsString()
  SERVICE_AUTH_ISSUER?: string;

  /** Whom tokens of services must be meant for, and no token of a person may be. */
  @IsString()
  @Length(1, 255)
  SERVICE_AUTH_AUDIENCE: string = 'people-sync-services';

  /** The signer's public keys (JWKS): a file, or else an address. */
  @IsOptional()
  @IsString()
  SERVICE_AUTH_JWKS_FILE?: string;

  /** The signer's public keys at an address. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: 'SERVICE_AUTH_JWKS_URL must begin with http:// or https://' })
  SERVICE_AUTH_JWKS_URL?: string;

  /** A bearer for SERVICE_AUTH_JWKS_URL itself: a Kubernetes API server shows its keys only to known accounts. */
  @IsOptional()
  @IsString()
  SERVICE_AUTH_JWKS_BEARER_FILE?: string;

  /** Stands before the service's name in a token's subject, e.g. `system:serviceaccount:people-sync:`. */
  @IsOptional()
  @IsString()
  SERVICE_AUTH_SUBJECT_PREFIX?: string;

  /** This service's own token for calling others; read again when the file changes. */
  @IsOptional()
  @IsString()
  SERVICE_TOKEN_FILE?: string;

  /** How this process is called in its log; without it the machine's name and the process' number. */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  INSTANCE_NAME?: string;

  /** Which commit this build is of, for logs and metrics. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  BUILD_REVISION?: string;

  /** How long running calls may go on after a stop was asked for, in milliseconds; then they are cut. */
  @IsInt()
  @Min(0)
  @Max(600_000)
  SHUTDOWN_GRACE_MS: number = 10_000;

  /** DATABASE_URL with the password. */
  get databaseUrl(): string {
    return withPassword(this.DATABASE_URL, this.DATABASE_PASSWORD);
  }
}

/** A service that people and the main platform call: their tokens instead of services' tokens open its doors. */
export class UserFacingConfig extends ServiceConfig {
  /** Who signs the tokens of people and of the main platform. */
  @IsString()
  @Length(1, 2048)
  AUTH_ISSUER: string;

  /** Whom their tokens must be meant for; another audience than that of services. */
  @IsString()
  @Length(1, 255)
  @TellsPeopleFromServices()
  AUTH_AUDIENCE: string = 'people-sync';

  /** The issuer's public keys (JWKS): a file, or else an address; one of both is needed. */
  @IsOptional()
  @IsString()
  AUTH_JWKS_FILE?: string;

  /** The issuer's public keys at an address. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: 'AUTH_JWKS_URL must begin with http:// or https://' })
  AUTH_JWKS_URL?: string;
  /**
   * How long after a stop was asked for HTTP requests are still answered, each with word that its connection ends, in
   * milliseconds: for where another process takes over. Above 5000, the time after which idle connections end.
   */
  @IsInt()
  @Min(0)
  @Max(60_000)
  HTTP_DRAIN_MS: number = 0;
}

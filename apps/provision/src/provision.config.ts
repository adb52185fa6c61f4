import { KafkaConfig, type SchemaOwner, serviceSchemas } from '@people-sync/platform';
import { IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';

/** What preparing the database needs to know. */
export class DatabaseProvisionConfig {
  /**
   * `postgres://…` of somebody who may make roles, and schemas in this database. Its user is not needed for the tables
   * alone (`--only migrations`): each service's role makes its own.
   */
  @Matches(/^postgres(ql)?:\/\//, { message: 'ADMIN_DATABASE_URL must begin with postgres://' })
  ADMIN_DATABASE_URL: string;

  /** Stands before the name of each schema to name its login role: `peoplesync_gateway`. */
  @Matches(/^[a-z_][a-z0-9_]{0,39}$/, { message: 'ROLE_PREFIX must be small letters, digits and _, at most 40' })
  ROLE_PREFIX: string = 'peoplesync_';

  /** The gateway's role gets this password; the others likewise. */
  @IsString()
  @Length(1, 200)
  GATEWAY_DATABASE_PASSWORD: string;

  /** Of the credentials service's role. */
  @IsString()
  @Length(1, 200)
  CREDENTIALS_DATABASE_PASSWORD: string;

  /** Of the PeopleHR fetcher's role. */
  @IsString()
  @Length(1, 200)
  FETCHER_DATABASE_PASSWORD: string;

  /** Of the reconciler's role. */
  @IsString()
  @Length(1, 200)
  RECONCILER_DATABASE_PASSWORD: string;

  /** Of the writer's role. */
  @IsString()
  @Length(1, 200)
  WRITER_DATABASE_PASSWORD: string;

  /** Each service's schema with its role. */
  get owners(): (SchemaOwner & { readonly password: string })[] {
    const passwords = {
      gateway: this.GATEWAY_DATABASE_PASSWORD,
      credentials: this.CREDENTIALS_DATABASE_PASSWORD,
      fetcher: this.FETCHER_DATABASE_PASSWORD,
      reconciler: this.RECONCILER_DATABASE_PASSWORD,
      writer: this.WRITER_DATABASE_PASSWORD,
    };
    return Object.values(serviceSchemas).map((schema) => ({
      schema,
      role: this.ROLE_PREFIX + schema,
      password: passwords[schema],
    }));
  }
}

/** What preparing Kafka needs to know. */
export class TopicsProvisionConfig extends KafkaConfig {
  /** Of topics that are made; -1: as the brokers' own setting says. From 3 on, two replicas have to have each event. */
  @IsInt()
  @Min(-1)
  @Max(9)
  KAFKA_REPLICATION_FACTOR: number = -1;

  /** How long the brokers may take to answer, in milliseconds. */
  @IsInt()
  @Min(1)
  @Max(600_000)
  KAFKA_PATIENCE_MS: number = 60_000;
}

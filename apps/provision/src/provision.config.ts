import { KafkaConfig, ServiceRolesConfig } from '@people-sync/platform';
import { IsInt, Matches, Max, Min } from 'class-validator';

/** What preparing the database needs to know. */
export class DatabaseProvisionConfig extends ServiceRolesConfig {
  /**
   * `postgres://…` of somebody who may make roles, and schemas in this database. Its user is not needed for the tables
   * alone (`--only migrations`): each service's role makes its own.
   */
  @Matches(/^postgres(ql)?:\/\//, { message: 'ADMIN_DATABASE_URL must begin with postgres://' })
  ADMIN_DATABASE_URL: string;

  /** How long the database may be away, in milliseconds: it may be starting too. */
  @IsInt()
  @Min(0)
  @Max(600_000)
  DATABASE_PATIENCE_MS: number = 60_000;
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

import { IsBoolean, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { KafkaConfig } from '@people-sync/platform';
import { Transform } from 'class-transformer';

/** What `npm start` reads from its environment; a Kafka of yours, if named, takes the place of the embedded event log. */
export class AllInOneConfig extends KafkaConfig {
  /** HTTP: console and interface. 0: any free one. */
  @IsInt()
  @Min(0)
  @Max(65535)
  PORT: number = 3000;

  /** gRPC for the main platform. 0: any free one. */
  @IsInt()
  @Min(0)
  @Max(65535)
  GRPC_PORT: number = 50051;

  /** Database and secrets of this machine. As root in a folder that only root may enter: below `/var/lib/peoplesync`. */
  @IsString()
  @Length(1, 1024)
  PEOPLESYNC_DATA_DIR: string = '.peoplesync';

  /** A PostgreSQL of yours (its administrator) instead of the embedded one. */
  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgres://' })
  DATABASE_URL?: string;

  /** The real PeopleHR (`https://api.peoplehr.net`) instead of the simulator. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: 'PEOPLEHR_BASE_URL must begin with http:// or https://' })
  PEOPLEHR_BASE_URL?: string;

  /** The simulator's own page and interface: the same at each start. If it is taken, any free one. */
  @IsInt()
  @Min(0)
  @Max(65535)
  SIMULATOR_PORT: number = 4010;

  /** Opens the console in the browser when it is ready. */
  @Transform(({ value }) => value === true || value === 'true' || value === '1')
  @IsBoolean()
  OPEN_BROWSER: boolean = false;

  /** From `trace` to `silent`; the lines go to `peoplesync.log` in the data directory. */
  @IsString()
  @Length(1, 10)
  LOG_LEVEL: string = 'info';
}

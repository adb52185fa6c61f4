import { ServiceRolesConfig } from '@people-sync/platform';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';

/** What `single` reads beside the variables of the services in it. */
export class SingleConfig extends ServiceRolesConfig {
  /** `postgres://…` of the database; its user is not needed: each service comes with its own role. */
  @Matches(/^postgres(ql)?:\/\//, { message: 'DATABASE_URL must begin with postgres://' })
  DATABASE_URL: string;

  /** `run`: what is missing of tables and event log is made at the start. `wait`: it is waited for until `provision` has. */
  @IsIn(['run', 'wait'])
  MIGRATIONS: 'run' | 'wait' = 'run';

  /** Health and metrics of all services together. 0: any free port. */
  @IsInt()
  @Min(0)
  @Max(65535)
  MANAGEMENT_PORT: number = 9090;

  /** The address that health and metrics listen on. */
  @IsString()
  @Length(1, 255)
  MANAGEMENT_HOST: string = '127.0.0.1';

  /**
   * A folder for the tokens by which the services in the process know each other, made anew at each start. Without it
   * shared memory (`/dev/shm`), else the system's folder for temporary files.
   */
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  RUNTIME_DIR?: string;

  /** From `trace` to `silent`. */
  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
  LOG_LEVEL: string = 'info';
}

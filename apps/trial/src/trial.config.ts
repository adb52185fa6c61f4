import { IsOptional, IsString, Length, Matches } from 'class-validator';

/** What a first try of the distributed form reads; docker-compose.yml sets it. */
export class TrialConfig {
  /** A folder for the signing key and every secret; only this program looks into it. */
  @IsString()
  @Length(1, 1024)
  PRIVATE_DIR: string = '/private';

  /** A folder for what the services read: tokens, passwords, keys. */
  @IsString()
  @Length(1, 1024)
  KEYS_DIR: string = '/keys';

  /** `postgres://host:port/name`, without a user: each service comes as its own. */
  @Matches(/^postgres(ql)?:\/\/[^@]+$/, { message: 'DATABASE_ADDRESS must be postgres://host:port/name' })
  DATABASE_ADDRESS: string = 'postgres://postgres:5432/postgres';

  /** The gateway as a browser on this machine reaches it too: a link leads where it was asked for. */
  @Matches(/^http:\/\/(localhost|127\.0\.0\.1):\d+$/, { message: 'GATEWAY_ADDRESS must be http://localhost:port' })
  GATEWAY_ADDRESS: string = 'http://localhost:3000';

  /** Where PeopleHR is: the real one is `https://`, the simulated one tells its key over `http://`. */
  @IsOptional()
  @Matches(/^https?:\/\//, { message: 'PEOPLEHR_BASE_URL must begin with http:// or https://' })
  PEOPLEHR_BASE_URL?: string;
}

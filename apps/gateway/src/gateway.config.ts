import { UserFacingConfig } from '@people-sync/platform';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { minuteOf, type NightWindow } from './schedule/night';

const ADDRESS = /^[^\s:]+:\d+$/;
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const minutes = (count: number): number => count * 60_000;

/** The gateway's variables beside those of every service that people call. */
export class GatewayConfig extends UserFacingConfig {
  /** The address that HTTP listens on. */
  @IsString()
  @Length(1, 255)
  HTTP_HOST: string = '127.0.0.1';

  /** The port of HTTP. 0: any free one; the running service tells which. */
  @IsInt()
  @Min(0)
  @Max(65535)
  HTTP_PORT: number = 3000;

  /** The port of gRPC for the main platform. 0: any free one. */
  @IsInt()
  @Min(0)
  @Max(65535)
  override GRPC_PORT: number = 50051;

  /** `host:port` of credentials; calls go to every address of the name. */
  @Matches(ADDRESS, { message: 'CREDENTIALS_GRPC must be host:port' })
  CREDENTIALS_GRPC: string;

  /** `host:port` of the reconciler; calls go to every address of the name. */
  @Matches(ADDRESS, { message: 'RECONCILER_GRPC must be host:port' })
  RECONCILER_GRPC: string;

  /** `host:port` of the writer; calls go to every address of the name. */
  @Matches(ADDRESS, { message: 'WRITER_GRPC must be host:port' })
  WRITER_GRPC: string;

  /** `host:port` of the fetcher. */
  @Matches(ADDRESS, { message: 'FETCHER_GRPC must be host:port' })
  FETCHER_GRPC: string;

  /** `host:port` of audit. */
  @Matches(ADDRESS, { message: 'AUDIT_GRPC must be host:port' })
  AUDIT_GRPC: string;

  /** The built console; the one beside this app if it is there. */
  @IsOptional()
  @IsString()
  CONSOLE_DIR?: string;

  /**
   * Where browsers reach the console, e.g. `https://peoplesync.example`, when a proxy ends TLS: their cookies go over HTTPS
   * only. Without it browsers can sign in on this machine only (`http://localhost:…`).
   */
  @IsOptional()
  @Matches(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?\/?$/i, { message: 'PUBLIC_ORIGIN must be https:// and a host' })
  PUBLIC_ORIGIN?: string;

  /** A browser that asks for nothing this long is signed out, in milliseconds. */
  @IsInt()
  @Min(minutes(1))
  SESSION_IDLE_MS: number = minutes(120);

  /** A browser is signed out after this time in any case, in milliseconds. */
  @IsInt()
  @Min(minutes(1))
  SESSION_LIFETIME_MS: number = minutes(720);

  /** How long a one-time code opens the console, in milliseconds. */
  @IsInt()
  @Min(1000)
  @Max(minutes(60))
  SESSION_CODE_MS: number = minutes(10);

  /** PUBLIC_ORIGIN as browsers write it. */
  get publicOrigin(): string | undefined {
    return this.PUBLIC_ORIGIN === undefined ? undefined : new URL(this.PUBLIC_ORIGIN).origin;
  }

  /** A sync that was started by hand and stays in one step this long before its plan is ended, in milliseconds. */
  @IsInt()
  @Min(1)
  NO_PROGRESS_AFTER_MS: number = minutes(30);

  /** The same for a scheduled one, which goes on trying for hours. */
  @IsInt()
  @Min(1)
  NO_PROGRESS_AFTER_SCHEDULED_MS: number = minutes(360);

  /** A sync that applies and does not move for this long is shown as stalled, in milliseconds. */
  @IsInt()
  @Min(1)
  STALLED_AFTER_MS: number = minutes(10);

  /** How often syncs without progress are looked for, in milliseconds. */
  @IsInt()
  @Min(10)
  WATCHDOG_EVERY_MS: number = minutes(1);

  /** From when in the night, by the clocks of each company, syncs start by schedules that name no time: `HH:MM`. */
  @Matches(TIME_OF_DAY, { message: 'SCHEDULE_FROM must be HH:MM' })
  SCHEDULE_FROM: string = '01:00';

  /** Until when; the syncs of all companies are spread over the time between. */
  @Matches(TIME_OF_DAY, { message: 'SCHEDULE_UNTIL must be HH:MM' })
  SCHEDULE_UNTIL: string = '05:00';

  /**
   * Syncs that schedules start in a minute, of all companies and gateways together; up to half as many again in a minute
   * after a rest. PeopleHR takes 30 calls a minute from one outgoing address.
   */
  @IsInt()
  @Min(1)
  @Max(100_000)
  SCHEDULE_STARTS_PER_MINUTE: number = 20;

  /** How often it is looked for schedules whose time has come, in milliseconds. */
  @IsInt()
  @Min(10)
  SCHEDULE_EVERY_MS: number = 10_000;

  get night(): NightWindow {
    return { from: minuteOf(this.SCHEDULE_FROM), until: minuteOf(this.SCHEDULE_UNTIL) };
  }

  /** How often whoever watches a sync is told that the line is alive, in milliseconds. */
  @IsInt()
  @Min(10)
  WATCH_HEARTBEAT_MS: number = 15_000;

  /** How long an entry of the feed over all companies is kept, in days. */
  @IsInt()
  @Min(1)
  @Max(3650)
  FEED_DAYS: number = 30;

  /** How often an OK that the reconciler has not answered is told again, in milliseconds. */
  @IsInt()
  @Min(10)
  APPROVAL_AGAIN_MS: number = 5_000;

  /** How long the answer to an import waits until the people are in the table, in milliseconds; then it says that they come. */
  @IsInt()
  @Min(0)
  @Max(60_000)
  IMPORT_WAITS_MS: number = 10_000;

  /** Calls that one caller may make for one tenant in a minute, over HTTP and gRPC together. */
  @IsInt()
  @Min(1)
  RATE_LIMIT_PER_MINUTE: number = 1200;

  /** Calls at work at once in this process, of all tenants together; more wait for their turn. */
  @IsInt()
  @Min(1)
  CALLS_AT_ONCE: number = 24;

  /** Calls of one tenant at work at once in this process; half of DATABASE_POOL_SIZE leaves the others' share to them. */
  @IsInt()
  @Min(1)
  CALLS_AT_ONCE_PER_TENANT: number = 3;

  /** Calls of one tenant that may wait for their turn. */
  @IsInt()
  @Min(0)
  CALLS_WAITING_PER_TENANT: number = 200;

  /** How long a call may wait for its turn, in milliseconds. */
  @IsInt()
  @Min(1)
  CALL_WAITS_MS: number = 30_000;

  /** Answers without an end in sight that may be open in this process: syncs that are watched, files that are read. */
  @IsInt()
  @Min(1)
  OPEN_ANSWERS: number = 2_000;

  /** Those of one tenant. */
  @IsInt()
  @Min(1)
  OPEN_ANSWERS_PER_TENANT: number = 100;

  /** Keys of PeopleHR that may be tried in a minute for one tenant, and by one administrator. */
  @IsInt()
  @Min(1)
  CONNECTS_PER_MINUTE: number = 10;

  /** Keys of PeopleHR that the main platform may try in a minute, for all tenants together. */
  @IsInt()
  @Min(1)
  CONNECTS_PER_MINUTE_OF_PLATFORM: number = 600;
}

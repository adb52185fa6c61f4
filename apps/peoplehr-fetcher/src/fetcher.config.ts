import { ServiceConfig } from '@people-sync/platform';
import { IsInt, Matches, Max, Min } from 'class-validator';
import type { BudgetTerms } from './snapshots/memory-budget';

const DAY_MS = 24 * 3600 * 1000;

/** The fetcher's variables beside those of every service. Times are milliseconds. */
export class FetcherConfig extends ServiceConfig {
  /** Where PeopleHR is; Indian tenants have another host. */
  @Matches(/^https?:\/\/[^\s/]+(\/[^\s?#]*)?$/, { message: 'PEOPLEHR_BASE_URL must begin with http:// or https://' })
  PEOPLEHR_BASE_URL: string = 'https://api.peoplehr.net';

  /** `host:port` of credentials; calls go to every address of the name. */
  @Matches(/^[^\s/]+:\d+$/, { message: 'CREDENTIALS_GRPC must be host:port' })
  CREDENTIALS_GRPC: string;

  /** The installation's digest key, 32 bytes in base64. With another key every employee looks changed. */
  @Matches(/^[A-Za-z0-9+/_-]{43}=?$/, { message: 'DIGEST_KEY must be 32 bytes in base64' })
  DIGEST_KEY: string;

  /** Jobs at work at once. Those that wait, for an answer that does not come or only trickles or for memory, do not count, up to MAX_OPEN. */
  @IsInt()
  @Min(1)
  @Max(256)
  WORKERS: number = 16;

  /** Jobs at once, however many of them wait. */
  @IsInt()
  @Min(1)
  @Max(10_000)
  MAX_OPEN: number = 256;

  /** A job that has waited this long for PeopleHR, beyond what a good answer takes (1 MiB/s), gives its place to another tenant's; where memory is short it gives way. */
  @IsInt()
  @Min(0)
  @Max(DAY_MS)
  PATIENCE_MS: number = 1_000;

  /** Employees held at once by all jobs; beyond it small companies and the oldest of the others read on. One job may hold three quarters of it: 100,000 people take some 80 MB. */
  @IsInt()
  @Min(1024 * 1024)
  MEMORY_BUDGET_BYTES: number = 128 * 1024 * 1024;

  /** A larger answer (unpacked) is none of PeopleHR's: 50,000 people are 181 MB. */
  @IsInt()
  @Min(1024)
  MAX_BODY_BYTES: number = 512 * 1024 * 1024;

  /** How long PeopleHR's first byte may take: it makes the whole list before. */
  @IsInt()
  @Min(1)
  @Max(DAY_MS)
  FIRST_BYTE_TIMEOUT_MS: number = 90_000;

  /** How long PeopleHR may be silent in the middle of its answer. */
  @IsInt()
  @Min(1)
  @Max(DAY_MS)
  CHUNK_TIMEOUT_MS: number = 30_000;

  /** A body that is slower than this for CHUNK_TIMEOUT_MS altogether is given up: a byte now and then is as silence. */
  @IsInt()
  @Min(1)
  MIN_BYTES_PER_SECOND: number = 16 * 1024;

  /** From the request to the last byte. */
  @IsInt()
  @Min(1)
  @Max(DAY_MS)
  READ_TIMEOUT_MS: number = 15 * 60_000;

  /** Pause after the first failure; doubled after each further one. */
  @IsInt()
  @Min(0)
  @Max(DAY_MS)
  RETRY_BASE_MS: number = 1_000;

  /** PeopleHR's window (W-FREQ: so many calls in 60 s). */
  @IsInt()
  @Min(0)
  @Max(DAY_MS)
  THROTTLE_WAIT_MS: number = 61_000;

  /** A scheduled sync goes on trying an unavailable PeopleHR for so long. */
  @IsInt()
  @Min(0)
  @Max(DAY_MS)
  SCHEDULED_PATIENCE_MS: number = 5 * 3600 * 1000;

  /** What the bus does not take is offered again for so long before the answer that was read counts as lost. */
  @IsInt()
  @Min(0)
  @Max(DAY_MS)
  PUBLISH_PATIENCE_MS: number = 40_000;

  /** A job whose process says nothing for so long is taken over by another. */
  @IsInt()
  @Min(100)
  @Max(DAY_MS)
  LEASE_MS: number = 60_000;

  /** How often jobs are looked for that nobody told of: other processes' and those whose pause is over. */
  @IsInt()
  @Min(10)
  @Max(DAY_MS)
  POLL_MS: number = 1_000;

  /** Calls with one tenant's key in 60 s; PeopleHR allows 30 to 50. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  CALLS_PER_MINUTE: number = 50;

  get memory(): BudgetTerms {
    const limit = this.MEMORY_BUDGET_BYTES;
    return { limit, perJob: 0.75 * limit, kept: limit / (2 * this.MAX_OPEN) };
  }

  get digestKey(): Buffer {
    return Buffer.from(this.DIGEST_KEY, 'base64');
  }
}

import { parseKeyring, ServiceConfig, UsableKeyring, type Keyring } from '@people-sync/platform';
import { IsInt, Matches, Max, Min, Validate } from 'class-validator';

const ADDRESS = /^[^\s:]+:\d+$/;
const DAY_MS = 24 * 3600 * 1000;

/** The record's variables beside those of every service. */
export class AuditConfig extends ServiceConfig {
  /**
   * `id:base64,id2:base64`: keys of 32 bytes that wrap people's keys. The first wraps, all unwrap. To rotate: add the new
   * one at the end everywhere, then put it first everywhere, then take the old one out once no row names it.
   */
  @Validate(UsableKeyring)
  PERSON_KEYRING: string;

  /**
   * `id:base64,id2:base64`: seeds of 32 bytes of the Ed25519 keys that sign checkpoints; the ids are for you alone. The
   * first signs. The public keys of all of them are published, also after one is taken out.
   */
  @Validate(UsableKeyring)
  SIGNING_KEYS: string;

  /** By which people's keys are found, 32 bytes in base64. With another one nobody's key is found again. */
  @Matches(/^[A-Za-z0-9+/_-]{43}=?$/, { message: 'TOKEN_KEY must be 32 bytes in base64' })
  TOKEN_KEY: string;

  /** Names this installation's records in checkpoints, e.g. `audit.people-sync.example`; never changed later. */
  @Matches(/^[a-z0-9][a-z0-9.-]{0,99}$/, { message: 'LOG_ORIGIN must be small letters, digits, dots and dashes' })
  LOG_ORIGIN: string;

  /** `host:port` of the reconciler, whose tables a replay is compared with. */
  @Matches(ADDRESS, { message: 'RECONCILER_GRPC must be host:port' })
  RECONCILER_GRPC: string;

  /** `host:port` of the writer, whose People table a replay is compared with. */
  @Matches(ADDRESS, { message: 'WRITER_GRPC must be host:port' })
  WRITER_GRPC: string;

  /** How often it is looked for replays that somebody asked for, in milliseconds; those asked for here begin at once. */
  @IsInt()
  @Min(10)
  @Max(DAY_MS)
  REPLAYS_EVERY_MS: number = 5_000;

  /** A replay that has not moved for this long is taken over by another process, in milliseconds. */
  @IsInt()
  @Min(1_000)
  @Max(DAY_MS)
  REPLAY_LEASE_MS: number = 60_000;

  /** How long a replay waits for what is said already and not recorded yet, in milliseconds. */
  @IsInt()
  @Min(0)
  @Max(DAY_MS)
  REPLAY_WAITS_MS: number = 30_000;

  /** How often new heads are signed, in milliseconds. */
  @IsInt()
  @Min(10)
  @Max(DAY_MS)
  SIGNING_EVERY_MS: number = 1_000;

  get tokenKey(): Buffer {
    return Buffer.from(this.TOKEN_KEY, 'base64');
  }

  get keyring(): Keyring {
    return checked(this.PERSON_KEYRING, 'PERSON_KEYRING');
  }

  get signingKeys(): Keyring {
    return checked(this.SIGNING_KEYS, 'SIGNING_KEYS');
  }
}

function checked(text: string, name: string): Keyring {
  const keyring = parseKeyring(text);
  if (!keyring) throw new Error(`${name} was checked when the configuration was read`);
  return keyring;
}

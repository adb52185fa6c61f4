import { ServiceConfig, UsableKeyring } from '@people-sync/platform';
import { IsString, Length, Matches, Validate } from 'class-validator';

/** The vault's variables beside those of every service. */
export class CredentialsConfig extends ServiceConfig {
  /** The PeopleHR at which keys are checked. */
  @Matches(/^https?:\/\/[^\s/]+(\/[^\s?#]*)?$/, { message: 'PEOPLEHR_BASE_URL must begin with http:// or https://' })
  PEOPLEHR_BASE_URL: string = 'https://api.peoplehr.net';

  /**
   * `id:base64,id2:base64`: key-encryption keys of 32 bytes. The first wraps, all unwrap. To rotate: add the new one
   * at the end everywhere, then put it first everywhere, then take the old one out once no row names it.
   */
  @Validate(UsableKeyring)
  KEYRING: string;

  /** The one service that may see a key in clear. */
  @IsString()
  @Length(1, 100)
  REVEAL_TO: string = 'peoplehr-fetcher';
}

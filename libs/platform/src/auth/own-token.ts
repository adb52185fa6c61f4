import { readFile } from 'node:fs/promises';
import { decodeJwt, errors, type JWTPayload } from 'jose';
import { ConfigError } from '../config/load.config';
import type { UserFacingConfig } from '../config/service.config';
import { MIXED_TOKENS } from '../config/tells-people-from-services';

/**
 * Refuses an installation whose services carry tokens that people could have too: of the same issuer, for the same
 * audience. The doors between services trust what this service's own token says.
 * @throws ConfigError
 */
export async function refuseMixedTokens(config: UserFacingConfig): Promise<void> {
  const { iss, aud } = claimsIn(await ownToken(config.SERVICE_TOKEN_FILE));
  if (iss === config.AUTH_ISSUER && [aud].flat().includes(config.AUTH_AUDIENCE)) throw new ConfigError([MIXED_TOKENS]);
}

/** Empty while there is none: whoever makes it may be later than this service. */
const ownToken = async (path: string | undefined): Promise<string> =>
  path === undefined ? '' : readFile(path, 'utf8').catch(() => '');

function claimsIn(token: string): JWTPayload {
  try {
    return decodeJwt(token.trim());
  } catch (error) {
    if (error instanceof errors.JWTInvalid) return {};
    throw error;
  }
}

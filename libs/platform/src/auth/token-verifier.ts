import { readFile, stat } from 'node:fs/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import { ConfigError } from '../config/load.config';

/** Signatures that are accepted: asymmetric ones only, so that nobody can sign with a public key as a secret. */
const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'];

/** Whom a token is for: somebody who calls the gateway, or one service that calls another. */
export type TokenKind = 'person' | 'service';

/** Whose tokens are believed. Exactly one of `jwksFile` and `jwksUrl`. */
export interface TokenTrust {
  readonly kind: TokenKind;
  readonly issuer: string;
  readonly audience: string;
  readonly jwksFile?: string | undefined;
  readonly jwksUrl?: string | undefined;
  /** Sent to `jwksUrl` as a bearer. */
  readonly jwksBearerFile?: string | undefined;
}

/** The token is missing, forged, expired, or meant for somebody else. The caller gets one answer for all of these. */
export class TokenRefusedError extends Error {
  override readonly name = 'TokenRefusedError';
}

/**
 * Checks signature, issuer, audience, `exp` and `nbf` (5 s of clock difference are forgiven). A token of the other kind is
 * refused: services' audience is no person's, and a token of a service is for that audience alone and says no roles.
 */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;

  /** @throws ConfigError if it is not said where the keys are. */
  constructor(private readonly trust: TokenTrust) {
    this.keys = keySource(trust);
  }

  /**
   * The claims of a good token.
   * @throws TokenRefusedError for a bad one; other errors mean that the keys cannot be read just now.
   */
  async verify(token: string): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.trust.issuer,
        audience: this.trust.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 5,
      });
      if (this.trust.kind === 'service' && !isServices(payload)) {
        throw new errors.JWTClaimValidationFailed('the token is no token of a service', payload);
      }
      return payload;
    } catch (error) {
      if (isTokensFault(error)) throw new TokenRefusedError('the token is not accepted', { cause: error });
      throw error;
    }
  }
}

/**
 * An identity provider lets people have several audiences, and might name somebody like a service: whoever has a second
 * audience, roles or a tenant is no service. (No `typ` could tell: Kubernetes and most providers set none.)
 */
const isServices = ({ aud, ...claims }: JWTPayload): boolean =>
  [aud].flat().length === 1 && claims['roles'] === undefined && claims['tenant'] === undefined;

/** A key server that is down is no fault of the token. */
function isTokensFault(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
}

function keySource(trust: TokenTrust): JWTVerifyGetKey {
  if (trust.jwksFile !== undefined && trust.jwksUrl === undefined) return keysFromFile(trust.jwksFile);
  if (trust.jwksUrl !== undefined && trust.jwksFile === undefined)
    return keysFromUrl(trust.jwksUrl, trust.jwksBearerFile);
  throw new ConfigError([`give exactly one JWKS file or address for the tokens of ${trust.issuer}`]);
}

/** A key server that failed is left in peace for so long, however many strangers come with tokens of unknown keys. */
const PAUSE_MS = 5_000;

/** Cached for 10 minutes; an unknown key id asks again, at most every 30 s, and after a failure at most every 5 s. */
function keysFromUrl(url: string, bearerFile: string | undefined): JWTVerifyGetKey {
  let failedAt = -Infinity;
  const ask = async (address: string, options: RequestInit): Promise<Response> => {
    const headers = new Headers(options.headers);
    if (bearerFile !== undefined) {
      headers.set('authorization', `Bearer ${(await readFile(bearerFile, 'utf8')).trim()}`);
    }
    return fetch(address, { ...options, headers });
  };
  return createRemoteJWKSet(new URL(url), {
    timeoutDuration: 5_000,
    [customFetch]: async (address, options) => {
      if (performance.now() - failedAt < PAUSE_MS) throw new Error('the keys could not be read a moment ago');
      try {
        const answer = await ask(address, options);
        if (!answer.ok) throw new Error(`the key server answered ${String(answer.status)}`);
        // Read here as well: an answer that is no JSON is a failure too.
        await answer.clone().json();
        return answer;
      } catch (error) {
        failedAt = performance.now();
        throw error;
      }
    },
  });
}

/** Read again when the file changes, so that keys are rotated without a restart. */
function keysFromFile(path: string): JWTVerifyGetKey {
  let seen: { changedAt: number; keys: JWTVerifyGetKey } | undefined;
  return async (header, token) => {
    const { mtimeMs } = await stat(path);
    if (seen?.changedAt !== mtimeMs) {
      seen = { changedAt: mtimeMs, keys: createLocalJWKSet(keySetIn(await readFile(path, 'utf8'))) };
    }
    return seen.keys(header, token);
  };
}

function keySetIn(text: string): JSONWebKeySet {
  const parsed: unknown = JSON.parse(text);
  if (isKeySet(parsed)) return parsed;
  throw new Error('the JWKS file holds no key set');
}

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);

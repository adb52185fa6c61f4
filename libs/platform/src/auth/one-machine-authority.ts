import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { StartError } from '../service/running-service';
import type { Role } from './identity';
import type { TokenKind } from './token-verifier';

type SigningKey = Parameters<SignJWT['sign']>[0];

/** What a token for a person or for the platform says. */
export interface UserClaims {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** Needed for every role but `peoplesync.platform`. */
  readonly tenant?: string;
}

/** Different, so that nobody's token opens a door between services, whatever their subject. */
const AUDIENCES: Readonly<Record<TokenKind, string>> = { person: 'people-sync', service: 'people-sync-services' };

const SERVICE_TOKEN_SECONDS = 24 * 3600;

/**
 * Issues tokens where there is no identity provider: one machine, tests. Its key pair stays in `directory`
 * (`signing-key.json`, mode 0600) and outlives restarts; `jwksFile` is what verifiers read.
 */
export class OneMachineAuthority {
  private readonly renewals: NodeJS.Timeout[] = [];

  private constructor(
    private readonly directory: string,
    private readonly key: SigningKey,
    private readonly keyId: string,
    readonly issuer: string,
    readonly jwksFile: string,
  ) {}

  /** Whom its tokens of this kind are meant for. */
  audienceOf(kind: TokenKind): string {
    return AUDIENCES[kind];
  }

  /** Takes the directory's key pair, or makes one. */
  static async open(directory: string, issuer = 'urn:peoplesync:one-machine'): Promise<OneMachineAuthority> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await chmod(directory, 0o700);
    const secret = await signingKeyIn(join(directory, 'signing-key.json'));
    const keyId = await calculateJwkThumbprint(secret);
    const { kty, crv, x, y } = secret;
    const jwksFile = join(directory, 'jwks.json');
    await replaceFile(jwksFile, JSON.stringify({ keys: [{ kty, crv, x, y, kid: keyId, alg: 'ES256', use: 'sig' }] }));
    return new OneMachineAuthority(directory, await importJWK(secret, 'ES256'), keyId, issuer, jwksFile);
  }

  /** A token for a caller of the gateway, good for `seconds`. */
  userToken({ subject, roles, tenant }: UserClaims, seconds = 8 * 3600): Promise<string> {
    return this.sign('person', subject, { roles, ...(tenant === undefined ? {} : { tenant }) }, seconds);
  }

  /** A token with which one service calls another, good for `seconds`. */
  serviceToken(service: string, seconds = SERVICE_TOKEN_SECONDS): Promise<string> {
    return this.sign('service', service, {}, seconds);
  }

  /** A file that always holds a good token of the service: it is renewed until `close`. For SERVICE_TOKEN_FILE. */
  async serviceTokenFile(service: string): Promise<string> {
    const path = join(this.directory, `${service}.token`);
    const renew = async () => replaceFile(path, await this.serviceToken(service));
    await renew();
    // A renewal that fails is tried again long before the token ends.
    this.renewals.push(
      setInterval(() => void renew().catch(() => undefined), (SERVICE_TOKEN_SECONDS / 8) * 1000).unref(),
    );
    return path;
  }

  /** The SERVICE_AUTH_* and SERVICE_TOKEN_FILE variables of a service. */
  async serviceEnvironment(service: string): Promise<Record<string, string>> {
    return {
      SERVICE_AUTH_ISSUER: this.issuer,
      SERVICE_AUTH_AUDIENCE: this.audienceOf('service'),
      SERVICE_AUTH_JWKS_FILE: this.jwksFile,
      SERVICE_TOKEN_FILE: await this.serviceTokenFile(service),
    };
  }

  /** The AUTH_* variables of a service that people call. */
  userEnvironment(): Record<string, string> {
    return { AUTH_ISSUER: this.issuer, AUTH_AUDIENCE: this.audienceOf('person'), AUTH_JWKS_FILE: this.jwksFile };
  }

  /** Ends the renewals. */
  close(): void {
    for (const renewal of this.renewals.splice(0)) clearInterval(renewal);
  }

  private sign(kind: TokenKind, subject: string, claims: Record<string, unknown>, seconds: number): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: this.keyId })
      .setSubject(subject)
      .setIssuer(this.issuer)
      .setAudience(this.audienceOf(kind))
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(this.key);
  }
}

async function signingKeyIn(path: string): Promise<JWK> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text !== undefined) {
    await chmod(path, 0o600);
    const stored: unknown = JSON.parse(text);
    if (isJwk(stored)) return stored;
    throw new StartError(`${path} holds no signing key: remove it, and a new one is made.`);
  }
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const made = await exportJWK(privateKey);
  await replaceFile(path, JSON.stringify(made));
  return made;
}

const isJwk = (value: unknown): value is JWK => typeof value === 'object' && value !== null && 'kty' in value;

/** Whole or not at all, and for this user only. */
async function replaceFile(path: string, text: string): Promise<void> {
  const next = `${path}.${process.pid}.next`;
  await writeFile(next, text, { mode: 0o600 });
  await chmod(next, 0o600);
  await rename(next, path);
}

import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { StartError } from '@people-sync/platform';

/** What one installation makes for itself once and keeps for ever. */
export interface InstallationSecrets {
  /** Password of the local PostgreSQL's owner. */
  readonly postgresPassword: string;
  /** `id:base64`, the key-encryption key of the vault. */
  readonly keyring: string;
  /** 32 bytes, base64: digests of employees are made with it. */
  readonly digestKey: string;
  /** `id:base64`: wraps the keys under which the record seals what it holds about people. */
  readonly personKeyring: string;
  /** `id:base64`: signs the record's checkpoints. */
  readonly signingKeys: string;
  /** 32 bytes, base64: people's keys are found by it. */
  readonly tokenKey: string;
  /** A service's database password, by role. */
  readonly rolePasswords: Readonly<Record<string, string>>;
}

type Secret = Exclude<keyof InstallationSecrets, 'rolePasswords'>;

const bytes32 = (): string => randomBytes(32).toString('base64');
const make: Readonly<Record<Secret, () => string>> = {
  postgresPassword: () => randomBytes(24).toString('hex'),
  keyring: () => `k1:${bytes32()}`,
  digestKey: bytes32,
  personKeyring: () => `p1:${bytes32()}`,
  signingKeys: () => `s1:${bytes32()}`,
  tokenKey: bytes32,
};

/** Those that every file has; the others came with later versions. */
const OF_THE_FIRST_VERSION: readonly Secret[] = ['postgresPassword', 'keyring', 'digestKey'];

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;
const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads the secrets, or makes them on the first start; what a file of an earlier version has not is made and added. The
 * file is for its owner only (0600), whatever it was before.
 * @throws StartError if the file is there and damaged: new keys would make the stored PeopleHR keys unreadable.
 */
export async function installationSecrets(file: string, roles: readonly string[]): Promise<InstallationSecrets> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const kept = text === undefined ? {} : parse(text);
  const passwords = isFields(kept) ? kept['rolePasswords'] : undefined;
  if (text !== undefined && !(isFields(kept) && isFields(passwords) && isWhole(kept, passwords))) {
    throw new StartError(
      `${file} is damaged. Restore it from a backup; or, to begin again without the data, delete the data directory.`,
    );
  }
  const secret = (name: Secret): string => textIn(kept, name) ?? make[name]();
  const secrets: InstallationSecrets = {
    postgresPassword: secret('postgresPassword'),
    keyring: secret('keyring'),
    digestKey: secret('digestKey'),
    personKeyring: secret('personKeyring'),
    signingKeys: secret('signingKeys'),
    tokenKey: secret('tokenKey'),
    rolePasswords: Object.fromEntries(
      roles.map((role) => [role, textIn(passwords, role) ?? randomBytes(24).toString('hex')]),
    ),
  };
  const whole = JSON.stringify(secrets, null, 2);
  if (whole !== text) {
    await writeFile(`${file}.next`, whole, { mode: 0o600 });
    await rename(`${file}.next`, file);
  }
  await chmod(file, 0o600);
  return secrets;
}

/** Nothing that was there from the beginning is missing, and nothing that is there is no text. */
const isWhole = (kept: Readonly<Record<string, unknown>>, passwords: Readonly<Record<string, unknown>>): boolean =>
  OF_THE_FIRST_VERSION.every((name) => isText(kept[name])) &&
  Object.keys(make).every((name) => kept[name] === undefined || isText(kept[name])) &&
  Object.values(passwords).every(isText);

function textIn(from: unknown, name: string): string | undefined {
  const value = isFields(from) ? from[name] : undefined;
  return isText(value) ? value : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { StartError } from '@people-sync/platform';

/** What one installation makes for itself once and keeps for ever. */
export interface InstallationSecrets {
  /** Password of the local PostgreSQL's owner. */
  readonly postgresPassword: string;
  /** `id:base64`, the key-encryption key of the vault. */
  readonly keyring: string;
  /** 32 bytes, base64: digests of employees are made with it. */
  readonly digestKey: string;
  /** A service's database password, by role. */
  readonly rolePasswords: Readonly<Record<string, string>>;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0;

function isSecrets(value: unknown): value is InstallationSecrets {
  if (typeof value !== 'object' || value === null) return false;
  const { postgresPassword, keyring, digestKey, rolePasswords }: Partial<Record<keyof InstallationSecrets, unknown>> =
    value;
  const texts = [postgresPassword, keyring, digestKey];
  return texts.every(isText) && typeof rolePasswords === 'object' && rolePasswords !== null;
}

/**
 * Reads the secrets, or makes them on the first start; the file is for its owner only (0600), whatever it was before.
 * @throws StartError if the file is there and damaged: new keys would make the stored PeopleHR keys unreadable.
 */
export async function installationSecrets(file: string, roles: readonly string[]): Promise<InstallationSecrets> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    const secrets: InstallationSecrets = {
      postgresPassword: randomBytes(24).toString('hex'),
      keyring: `k1:${randomBytes(32).toString('base64')}`,
      digestKey: randomBytes(32).toString('base64'),
      rolePasswords: Object.fromEntries(roles.map((role) => [role, randomBytes(24).toString('hex')])),
    };
    await writeFile(file, JSON.stringify(secrets, null, 2), { mode: 0o600, flag: 'wx' });
    return secrets;
  }
  await chmod(file, 0o600);
  const parsed = parse(text);
  if (!isSecrets(parsed) || roles.some((role) => !isText(parsed.rolePasswords[role]))) {
    throw new StartError(
      `${file} is damaged. Restore it from a backup; or, to begin again without the data, delete the data directory.`,
    );
  }
  return parsed;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressFor, OneMachineAuthority, serviceSchemas } from '@people-sync/platform';
import { installationSecrets } from './installation-secrets';
import type { TrialConfig } from './trial.config';

/** Tokens of services end after this; made anew each time that the keys are. */
const TOKEN_SECONDS = 30 * 24 * 3600;

/**
 * Makes what an installation without an identity provider and a vault needs: the secrets once, for ever; the tokens anew.
 * What services read is in KEYS_DIR: `<service>.token`, `<schema>.password`, `<schema>.database-url`, `keyring`,
 * `digest-key`, `person-keyring`, `signing-keys`, `token-key`, `jwks.json`. All services may read all of it: it is for trying out.
 * @returns what was made, one line.
 */
export async function makeKeys({ PRIVATE_DIR, KEYS_DIR, DATABASE_ADDRESS }: TrialConfig): Promise<string[]> {
  await mkdir(PRIVATE_DIR, { recursive: true, mode: 0o700 });
  await mkdir(KEYS_DIR, { recursive: true });
  const services = Object.entries(serviceSchemas);
  const secrets = await installationSecrets(
    join(PRIVATE_DIR, 'secrets.json'),
    services.map(([service]) => service),
  );
  const authority = await authorityIn(PRIVATE_DIR);
  const files = new Map([
    ['keyring', secrets.keyring],
    ['digest-key', secrets.digestKey],
    ['person-keyring', secrets.personKeyring],
    ['signing-keys', secrets.signingKeys],
    ['token-key', secrets.tokenKey],
    ['jwks.json', await readFile(authority.jwksFile, 'utf8')],
  ]);
  for (const [service, schema] of services) {
    const password = secrets.rolePasswords[service] ?? '';
    files.set(`${service}.token`, await authority.serviceToken(service, TOKEN_SECONDS));
    files.set(`${schema}.password`, password);
    files.set(`${schema}.database-url`, addressFor(DATABASE_ADDRESS, `peoplesync_${schema}`, password));
  }
  for (const [name, text] of files) await replace(join(KEYS_DIR, name), text);
  return [`the keys of ${services.length} services are in ${KEYS_DIR}`];
}

/** Who signs the tokens of this installation. */
export const authorityIn = (privateDir: string): Promise<OneMachineAuthority> =>
  OneMachineAuthority.open(join(privateDir, 'authority'));

/** Whole or not at all; for every user, since the services are none of root's. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.next`, text, { mode: 0o644 });
  await chmod(`${path}.next`, 0o644);
  await rename(`${path}.next`, path);
}

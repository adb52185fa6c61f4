import { randomBytes } from 'node:crypto';
import type { Environment } from '@people-sync/platform';

/** What audit alone needs: new keys at every call, and a name for its records. */
export const auditSecrets = (): Environment => ({
  PERSON_KEYRING: `p1:${randomBytes(32).toString('base64')}`,
  SIGNING_KEYS: `s1:${randomBytes(32).toString('base64')}`,
  TOKEN_KEY: randomBytes(32).toString('base64'),
  LOG_ORIGIN: 'record.people-sync.example',
});

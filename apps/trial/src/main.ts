import { loadConfig, runOnce } from '@people-sync/platform';
import { makeKeys } from './keys';
import { signIn } from './sign-in';
import { TrialConfig } from './trial.config';

/** To try the distributed form without an identity provider: `keys` before the services start, `link` when they answer. */
runOnce('trial', async (env, [word]) => {
  if (word === 'keys') return { lines: await makeKeys(loadConfig(TrialConfig, env)), code: 0 };
  if (word === 'link') return { lines: await signIn(loadConfig(TrialConfig, env)), code: 0 };
  return { lines: ['usage: keys|link'], code: 2 };
});

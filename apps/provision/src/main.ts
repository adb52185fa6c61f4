import { runOnce } from '@people-sync/platform';
import { USAGE, wishOf } from './parts';
import { check, provision, realign } from './provision';

/**
 * Prepares database and Kafka for the services, or the parts that `--only` names. `--check` only tells what is missing
 * or wrong, and ends with 1 if anything is. `--realign` brings database and topics of different moments to one again.
 */
runOnce('provision', async (env, words) => {
  const wish = wishOf(words);
  if (wish === undefined) return { lines: [USAGE], code: 2 };
  if (wish.realign) return { lines: await realign(env), code: 0 };
  if (!wish.check) return { lines: await provision(env, wish.parts), code: 0 };
  const faults = await check(env, wish.parts);
  return faults.length === 0 ? { lines: ['nothing is missing'], code: 0 } : { lines: faults, code: 1 };
});

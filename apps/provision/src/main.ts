import { runOnce } from '@people-sync/platform';
import { check, provision } from './provision';

/** Prepares database and Kafka for the services. `--check` only tells what is missing or wrong, and ends with 1 if anything is. */
runOnce('provision', async (env, [word, ...more]) => {
  if (word !== undefined && (word !== '--check' || more.length > 0)) return { lines: ['usage: [--check]'], code: 2 };
  if (word === undefined) return { lines: await provision(env), code: 0 };
  const faults = await check(env);
  return faults.length === 0 ? { lines: ['nothing is missing'], code: 0 } : { lines: faults, code: 1 };
});

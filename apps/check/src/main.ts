import { runOnce } from '@people-sync/platform';
import { readiness } from './readiness';

/** Asks every instance of the services in CHECK_SERVICES for its health, and ends with 1 unless all are ready. */
runOnce('check', async (env) => {
  const { lines, allReady } = await readiness(env);
  return { lines, code: allReady ? 0 : 1 };
});

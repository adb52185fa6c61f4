import { loadConfig, postgresUser, StartError } from '@people-sync/platform';
import { consoleLink } from '@people-sync/trial';
import { AllInOneConfig } from './all-in-one.config';
import { readReady } from './data/data-directory';
import { defaultFolder } from './data/default-folder';

/** `npm run link`: a fresh link into the console of the PeopleSync that runs with this data directory. */
async function main(): Promise<void> {
  const { PEOPLESYNC_DATA_DIR: named, DATABASE_URL } = loadConfig(AllInOneConfig, process.env);
  const user = DATABASE_URL === undefined ? await postgresUser() : {};
  const isNamed = process.env['PEOPLESYNC_DATA_DIR'] !== undefined;
  const { http, token } = await readReady(isNamed ? named : await defaultFolder(named, user));
  const link = await consoleLink(http, token).catch((cause: unknown) => {
    if (cause instanceof StartError) throw cause;
    throw new StartError('PeopleSync does not answer. Start it with `npm start`.', { cause });
  });
  process.stdout.write(`${link}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

import { StartError } from '@people-sync/platform';
import { consoleLink } from './console-link';
import { demoTenant, ensureDemoTenant } from './demo-tenant';
import { authorityIn } from './keys';
import type { TrialConfig } from './trial.config';

/**
 * Makes the demo company if it is not there, and a link that opens the console once, within ten minutes.
 * @returns what to do with it, one line each.
 * @throws StartError with a sentence if the gateway does not answer.
 */
export async function signIn(config: TrialConfig): Promise<string[]> {
  const authority = await authorityIn(config.PRIVATE_DIR);
  const token = await authority.userToken({ subject: 'wethrive-platform', roles: ['peoplesync.platform'] });
  const link = await linkFrom(config.GATEWAY_ADDRESS, token);
  const { PEOPLEHR_BASE_URL: peoplehr } = config;
  const key = peoplehr?.startsWith('http://') ? await demoKeyOf(peoplehr) : undefined;
  return [
    `open   ${link}`,
    'once, within ten minutes; `docker compose run --rm link` prints a new one',
    `paste  ${key === undefined ? 'your PeopleHR API key' : `the demo key ${key}`} (Profile, Integrations tab)`,
    `the interface is at ${config.GATEWAY_ADDRESS}/openapi.json, the company is ${demoTenant}`,
  ];
}

async function linkFrom(gateway: string, token: string): Promise<string> {
  try {
    await ensureDemoTenant(gateway, token);
    return await consoleLink(gateway, token);
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`The gateway does not answer at ${gateway}.`, { cause });
  }
}

/** The simulator tells everybody; undefined if it does not answer. */
async function demoKeyOf(simulator: string): Promise<string | undefined> {
  try {
    const told: unknown = await (await fetch(`${simulator}/_simulator/companies`)).json();
    return /"keys":\["([^"]+)"/.exec(JSON.stringify(told))?.[1];
  } catch {
    return undefined;
  }
}

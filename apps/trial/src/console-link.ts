import { StartError } from '@people-sync/platform';
import { demoTenant } from './demo-tenant';

/** Whom the link of `npm start` signs in; invented, like the whole company. */
const ADMINISTRATOR = 'grace.hopwood@northwind-tiles.example';

/**
 * A link that opens the console once, signed in as the demo company's administrator; it ends after ten minutes.
 * @param token with the platform role.
 * @throws StartError with the answer, if there is no link.
 */
export async function consoleLink(gateway: string, token: string): Promise<string> {
  const made = await fetch(`${gateway}/v1/tenants/${demoTenant}/session-codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject: ADMINISTRATOR, roles: ['peoplesync.admin'] }),
  });
  const answer: unknown = await made.json().catch(() => undefined);
  const link: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'link') : undefined;
  if (made.status !== 201 || typeof link !== 'string') {
    throw new StartError(`No link into the console could be made: PeopleSync answered ${made.status}.`);
  }
  return link;
}

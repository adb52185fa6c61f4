import { StartError } from '@people-sync/platform';

/** The company that `npm start` makes, so that there is something to click on. */
export const demoTenant = 'demo';

/** Enough for the demo company's people, with some to spare. */
const DEMO_SEATS = 150;

/** Makes the demo tenant on the first start; an existing one keeps its name and licences. */
export async function ensureDemoTenant(gateway: string, token: string): Promise<void> {
  const address = `${gateway}/v1/tenants/${demoTenant}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const existing = await fetch(address, { headers });
  if (existing.ok) return;
  const created = await fetch(address, {
    method: 'PUT',
    headers,
    body: JSON.stringify({ name: 'Northwind Tiles', timeZone: 'Europe/London', seats: DEMO_SEATS }),
  });
  if (!created.ok)
    throw new StartError(`The demo company could not be made: ${created.status} ${await created.text()}`);
}

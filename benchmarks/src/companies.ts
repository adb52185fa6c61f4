import type { Measured } from './measured-system';
import { type BenchTenant, inLanes } from './simulated';

/** Requests at once from the platform: it starts thousands of syncs, not one after the other. */
export const LANES = 16;

/** Makes companies in PeopleHR, and their tenants with the key connected. */
export async function connectedCompanies(
  system: Measured,
  { name, tenants, employees }: { readonly name: string; readonly tenants: number; readonly employees: number },
): Promise<BenchTenant[]> {
  const made: BenchTenant[] = [];
  await inLanes(
    Array.from({ length: tenants }, (_, n) => n),
    LANES,
    async (n) => {
      const tenantId = `${name}-${n}`;
      const { companyId, key } = await system.peoplehr.company(employees, n + 1);
      made.push({ tenantId, companyId, apiKey: key });
      await system.door.createTenant(tenantId);
      await system.door.connect(tenantId, key);
    },
  );
  return made;
}

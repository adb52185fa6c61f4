import type { Tenant } from '@people-sync/contracts/api';
import type { DeclaredTenant } from './tenants.repository';

/** A tenant as callers see it. */
export const tenantView = ({ tenantId, name, timeZone, seats }: DeclaredTenant): Tenant => ({
  tenant: tenantId,
  name,
  timeZone,
  seats,
  unlimited: seats === null,
});

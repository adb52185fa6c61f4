import type { peoplesyncV1 } from '@people-sync/platform';
import type { IntegrationJson } from '../integrations/integration.dto';
import type { LicencesJson } from '../licences/licences.dto';
import type { TenantInNeedJson } from '../tenants/tenant-in-need.dto';
import type { TenantJson } from '../tenants/tenant.dto';
import { syncMessage } from './sync-messages';

/** proto3 has no null: an empty text, or an absent optional field, stands for it. */
export const tenantMessage = ({ seats, ...tenant }: TenantJson): peoplesyncV1.Tenant => ({
  ...tenant,
  seats: seats ?? undefined,
});

export const tenantInNeedMessage = ({ reason, sync, ...tenant }: TenantInNeedJson): peoplesyncV1.TenantInNeed => ({
  ...tenant,
  reason: reason ?? '',
  sync: sync ? syncMessage(sync) : undefined,
});

export const licencesMessage = ({ seats, active, waiting }: LicencesJson): peoplesyncV1.Licences => ({
  seats: seats ?? undefined,
  active,
  waiting,
});

export const integrationMessage = (integration: IntegrationJson): peoplesyncV1.Integration => ({
  status: integration.status,
  companyName: integration.companyName ?? '',
  keyHint: integration.keyHint ?? '',
  connectedAt: integration.connectedAt ?? '',
  reason: integration.reason ?? '',
  lastSuccessfulSync: integration.lastSuccessfulSync ? syncMessage(integration.lastSuccessfulSync) : undefined,
  lastSync: integration.lastSync ? syncMessage(integration.lastSync) : undefined,
});

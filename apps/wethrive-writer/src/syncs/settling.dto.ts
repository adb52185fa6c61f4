import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import type { writerV1 } from '@people-sync/platform';
import { IsUUID, Matches } from 'class-validator';

/** Which sync. */
export class SettleSyncDto implements writerV1.SettleSyncRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @IsUUID()
  syncId: string;
}

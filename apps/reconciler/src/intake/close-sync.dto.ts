import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { IsIn, IsInt, IsString, IsUUID, Matches, MaxLength, Min } from 'class-validator';

export class CloseSyncRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @IsUUID()
  syncId: string;

  @IsInt()
  @Min(1)
  number: number;

  @IsIn(['cancelled', 'failed'])
  status: 'cancelled' | 'failed';

  /** Empty: none. */
  @IsString()
  @MaxLength(64)
  reason: string;

  /** Empty: nobody pressed a button. */
  @IsString()
  @MaxLength(254)
  actor: string;
}

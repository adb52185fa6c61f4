import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { IsInt, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';

export class GetPlanRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @IsUUID()
  syncId: string;

  /** 0: the usual page. */
  @IsInt()
  @Min(0)
  @Max(1000)
  limit: number;

  /** Empty: from the beginning; else the `nextCursor` of the page before. */
  @Matches(/^\d{0,9}$/, { message: 'cursor is not one of this list' })
  cursor: string;

  /** Empty: all items. */
  @IsString()
  @MaxLength(64)
  groupId: string;
}

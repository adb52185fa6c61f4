import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { type auditV1, IsInstant } from '@people-sync/platform';
import { IsInt, IsUUID, Matches, Max, Min, ValidateIf } from 'class-validator';

const TENANT = new RegExp(TENANT_ID_PATTERN);

export class StartReplayDto implements auditV1.StartReplayRequest {
  @Matches(TENANT)
  tenantId: string;

  @ValidateIf((_, value) => value !== '')
  @IsInstant()
  until: string;
}

export class GetReplayDto implements auditV1.GetReplayRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsUUID()
  replayId: string;
}

/** `limit` 0: the usual page of 100. */
export class ListReplaysDto implements auditV1.ListReplaysRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsInt()
  @Min(0)
  @Max(500)
  limit: number;

  @ValidateIf((_, value) => value !== '')
  @IsUUID()
  cursor: string;
}

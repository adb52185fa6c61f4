import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import type { writerV1 } from '@people-sync/platform';
import { IsIn, IsInt, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';

const TENANT = new RegExp(TENANT_ID_PATTERN);

/** `state` empty: closed ones too. `limit` 0: the usual page of 100. */
export class ListProblemsDto implements writerV1.ListProblemsRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsIn(['open', 'set-aside', ''])
  state: 'open' | 'set-aside' | '';

  @IsInt()
  @Min(0)
  @Max(1000)
  limit: number;

  @Matches(/^\d{0,18}$/, { message: 'cursor must be one that an earlier page gave' })
  cursor: string;

  @ValidateIf((_, value) => value !== '')
  @IsUUID()
  syncId: string;
}

/** All problems of one tenant. */
export class SummarizeProblemsDto implements writerV1.SummarizeProblemsRequest {
  @Matches(TENANT)
  tenantId: string;
}

/** One problem of one tenant. */
export class SetAsideProblemDto implements writerV1.SetAsideProblemRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsUUID()
  problemId: string;

  @IsString()
  @MaxLength(255)
  actor: string;
}

import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { IsIn, IsInt, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';

export class ListProblemsRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  /** Empty: of every sync. */
  @ValidateIf((request: ListProblemsRequest) => request.syncId !== '')
  @IsUUID()
  syncId: string;

  /** Empty: closed ones too. */
  @IsIn(['open', 'set-aside', ''])
  state: 'open' | 'set-aside' | '';

  /** Empty: of everybody. */
  @ValidateIf((request: ListProblemsRequest) => request.personId !== '')
  @IsUUID()
  personId: string;

  /** 0: the usual page. */
  @IsInt()
  @Min(0)
  @Max(1000)
  limit: number;

  /** Empty: from the beginning; else the `nextCursor` of the page before. */
  @Matches(/^\d{0,18}$/, { message: 'cursor is not one of this list' })
  cursor: string;
}

export class SummarizeProblemsRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;
}

export class SetAsideProblemRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @IsUUID()
  problemId: string;

  /** Empty: nobody pressed a button. */
  @IsString()
  @MaxLength(254)
  actor: string;
}

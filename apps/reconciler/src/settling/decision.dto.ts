import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { decisionKinds } from '../decisions/decision.entity';

/** What a person can settle by a word of their own; `kept` comes of a no to a plan. */
const settlements = decisionKinds.filter((kind) => kind !== 'kept');
type Settlement = (typeof settlements)[number];

const aboutRow = ({ kind }: DecideRequest): boolean => kind === 'same-person' || kind === 'new-person';

class TenantRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;
}

export class DecideRequest extends TenantRequest {
  @IsIn(settlements)
  kind: Settlement;

  @ValidateIf(aboutRow)
  @IsString()
  @MinLength(1)
  @MaxLength(254)
  employeeId: string;

  @ValidateIf(({ kind }: DecideRequest) => kind !== 'new-person')
  @IsUUID()
  personId: string;

  @ValidateIf(({ kind }: DecideRequest) => kind === 'leave-out')
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason: string;

  /** Empty: for good. Else for the plan of this sync alone, which waits. */
  @ValidateIf(({ syncId }: DecideRequest) => syncId !== '')
  @IsUUID()
  syncId: string;

  /** Who decides. */
  @IsString()
  @MaxLength(254)
  actor: string;
}

export class UndoRejectionRequest extends TenantRequest {
  @IsUUID()
  syncId: string;

  @IsString()
  @MaxLength(254)
  actor: string;
}

export class UndoDecisionRequest extends TenantRequest {
  @IsUUID()
  decisionId: string;

  @IsString()
  @MaxLength(254)
  actor: string;
}

export class ListDecisionsRequest extends TenantRequest {
  /** Empty: of everybody. */
  @ValidateIf(({ personId }: ListDecisionsRequest) => personId !== '')
  @IsUUID()
  personId: string;

  /** Empty: of every plan. Else those of a no to the plan of this sync, or, if it waits, those for it alone. */
  @ValidateIf(({ syncId }: ListDecisionsRequest) => syncId !== '')
  @IsUUID()
  syncId: string;

  /** True: those for a plan that waits alone; false: those that hold. */
  @IsBoolean()
  tentative: boolean;

  /** 0: the usual page. */
  @IsInt()
  @Min(0)
  @Max(1000)
  limit: number;

  /** Empty: from the beginning; else the `nextCursor` of the page before. */
  @Matches(/^\d{0,18}$/, { message: 'cursor is not one of this list' })
  cursor: string;
}

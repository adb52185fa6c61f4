import { MAX_PEOPLE, TENANT_ID_PATTERN } from '@people-sync/contracts';
import { ArrayMaxSize, IsArray, IsBoolean, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

class PlanAnswer {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @IsUUID()
  syncId: string;

  @Matches(/^[0-9a-f]{64}$/)
  hash: string;

  /** Who decides. */
  @IsString()
  @MaxLength(254)
  actor: string;
}

export class RejectPlanRequest extends PlanAnswer {
  /** Person ids of whom everything is said no to. */
  @IsArray()
  @ArrayMaxSize(100_000)
  @IsUUID(undefined, { each: true })
  also: string[];

  /** Nothing is remembered. */
  @IsBoolean()
  notNow: boolean;
}

export class ApprovePlanRequest extends PlanAnswer {
  /** Person ids that are left out. */
  @IsArray()
  @ArrayMaxSize(MAX_PEOPLE)
  @IsUUID(undefined, { each: true })
  exclude: string[];

  /** Only those who leave by status or date. */
  @IsBoolean()
  leaversOnly: boolean;
}

export class LeaveOutOfPlanRequest extends PlanAnswer {
  /** Person ids of everybody who is left out. */
  @IsArray()
  @ArrayMaxSize(100_000)
  @IsUUID(undefined, { each: true })
  people: string[];
}

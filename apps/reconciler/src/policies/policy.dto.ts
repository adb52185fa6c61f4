import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { bounds } from '@people-sync/contracts/api';
import type { reconcilerV1 } from '@people-sync/platform';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';

export class GetPolicyRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;
}

export class SetPolicyRequest extends GetPolicyRequest {
  /** What is not given stays as it is; its values are checked together with those that stay. */
  @IsObject()
  policy: reconcilerV1.Policy;

  /** Of a gateway of the version before `shownVersion`; 0: whatever it is now. */
  @IsInt()
  @Min(0)
  expectedVersion: number;

  /** The version that was shown, 0 included. */
  @IsOptional()
  @IsInt()
  @Min(0)
  shownVersion?: number | undefined;

  /** How many people would leave by the new scope, as it was shown. */
  @IsOptional()
  @IsInt()
  @Min(0)
  confirmedLeaving?: number | undefined;

  /** Who changes it. */
  @IsString()
  @MaxLength(254)
  actor: string;
}

/** Nobody is on both lists of a pair. */
export class ChangePolicyPeopleRequest extends GetPolicyRequest {
  /** Their values are checked together with those that stay. */
  @IsArray()
  @ArrayMaxSize(bounds.peopleAtOnce)
  leaveOut: reconcilerV1.PersonReason[];

  @IsArray()
  @ArrayMaxSize(bounds.peopleAtOnce)
  @IsUUID(undefined, { each: true })
  takeBack: string[];

  @IsArray()
  @ArrayMaxSize(bounds.peopleAtOnce)
  @IsUUID(undefined, { each: true })
  protect: string[];

  @IsArray()
  @ArrayMaxSize(bounds.peopleAtOnce)
  @IsUUID(undefined, { each: true })
  unprotect: string[];

  /** Who changes it. */
  @IsString()
  @MaxLength(254)
  actor: string;
}

export class PreviewScopeRequest extends GetPolicyRequest {
  /** Null: as it is now. */
  @IsOptional()
  @IsObject()
  scope?: reconcilerV1.Scope | null;
}

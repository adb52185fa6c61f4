import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { type auditV1, IsInstant } from '@people-sync/platform';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';

const TENANT = new RegExp(TENANT_ID_PATTERN);

/** `limit` 0: the usual page of 100. */
export class ListEventsDto implements auditV1.ListEventsRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsString()
  @MaxLength(255)
  about: string;

  @IsString()
  @MaxLength(64)
  syncId: string;

  @ValidateIf((_, value) => value !== '')
  @IsInstant()
  from: string;

  @ValidateIf((_, value) => value !== '')
  @IsInstant()
  to: string;

  @IsInt()
  @Min(0)
  @Max(500)
  limit: number;

  @Matches(/^\d{0,15}$/, { message: 'cursor must be one that an earlier page gave' })
  cursor: string;

  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(255, { each: true })
  types: string[];

  @IsBoolean()
  newestFirst: boolean;
}

/** One event of one tenant. */
export class OfEventDto implements auditV1.GetProofRequest, auditV1.GetEventRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsString()
  @Length(1, 255)
  eventId: string;
}

/** A tenant's findings. */
export class ListFindingsDto implements auditV1.ListFindingsRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsInt()
  @Min(1)
  @Max(500)
  limit: number;
}

/** One tenant's record. */
export class GetCheckpointDto implements auditV1.GetCheckpointRequest {
  @Matches(TENANT)
  tenantId: string;
}

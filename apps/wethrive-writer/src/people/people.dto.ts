import { personStatuses } from '@people-sync/contracts';
import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { IsInstant, type writerV1 } from '@people-sync/platform';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { peopleSorts } from './people-order';

const TENANT = new RegExp(TENANT_ID_PATTERN);

/** In one answer. */
export const MOST_PEOPLE = 500;

const isGiven = (_: unknown, value: unknown): boolean => value !== '';

/** Which people, as in writer.proto; proto3 says an absent text as "". */
export class SelectPeopleDto implements writerV1.SelectPeopleRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsIn(['', ...personStatuses])
  status: string;

  @IsString()
  @MaxLength(512)
  search: string;

  @IsString()
  @MaxLength(512)
  team: string;

  @IsString()
  @MaxLength(512)
  location: string;

  @IsString()
  @MaxLength(512)
  department: string;

  @IsString()
  @MaxLength(512)
  manager: string;

  @ValidateIf(isGiven)
  @IsUUID()
  reportsTo: string;

  @IsIn(['', ...peopleSorts])
  sort: string;

  @ValidateIf(isGiven)
  @IsInstant()
  asOf: string;
}

/** A page of them. */
export class ListPeopleDto extends SelectPeopleDto implements writerV1.ListPeopleRequest {
  @IsInt()
  @Min(1)
  @Max(MOST_PEOPLE)
  limit: number;

  @IsString()
  @MaxLength(4096)
  cursor: string;
}

/** People who are named. */
export class GetPeopleDto implements writerV1.GetPeopleRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsArray()
  @ArrayMaxSize(MOST_PEOPLE)
  @IsUUID('all', { each: true })
  personIds: string[];

  @ValidateIf(isGiven)
  @IsInstant()
  asOf: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  at?: number;
}

/** One person of one tenant. */
export class GetPersonDto implements writerV1.GetPersonRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsUUID()
  personId: string;
}

/** Whose people. */
export class ListFilterValuesDto implements writerV1.ListFilterValuesRequest {
  @Matches(TENANT)
  tenantId: string;
}

/** `limit` 0: the usual page of 100. */
export class GetPersonHistoryDto extends GetPersonDto implements writerV1.GetPersonHistoryRequest {
  @IsInt()
  @Min(0)
  @Max(500)
  limit: number;

  @Matches(/^(\d{1,15})?$/, { message: 'cursor must be one that an earlier page gave' })
  cursor: string;
}

/** `limit` 0: the usual page of 100. */
export class ListPeopleChangesDto implements writerV1.ListPeopleChangesRequest {
  @Matches(TENANT)
  tenantId: string;

  @IsInt()
  @Min(0)
  after: number;

  @IsInt()
  @Min(0)
  @Max(1000)
  limit: number;

  @IsOptional()
  @Matches(/^[\w-]{1,64}$/, { message: 'epoch must be one that an earlier page gave' })
  epoch?: string;
}

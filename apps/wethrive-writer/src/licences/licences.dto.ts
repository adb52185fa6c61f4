import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import type { writerV1 } from '@people-sync/platform';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

const TENANT = new RegExp(TENANT_ID_PATTERN);

/** Whose licences. */
export class GetLicencesDto implements writerV1.GetLicencesRequest {
  @Matches(TENANT)
  tenantId: string;
}

/** `seats` absent: unlimited. */
export class SetLicencesDto extends GetLicencesDto implements writerV1.SetLicencesRequest {
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  seats?: number;

  @IsString()
  @MaxLength(255)
  actor: string;
}

import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import type { reconcilerV1 } from '@people-sync/platform';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';

export class ImportedPersonInput implements reconcilerV1.ImportedPerson {
  @IsString()
  @MaxLength(254)
  weThriveId: string;

  @IsString()
  @MaxLength(254)
  orgEmployeeId: string;

  @IsString()
  @MaxLength(512)
  email: string;

  @IsString()
  @MaxLength(512)
  name: string;

  @IsString()
  @MaxLength(254)
  team: string;

  @IsString()
  @MaxLength(254)
  location: string;

  @IsString()
  @MaxLength(254)
  department: string;

  @IsString()
  @MaxLength(512)
  manager: string;

  @IsString()
  @MaxLength(254)
  unit: string;

  /** Empty: active. */
  @IsIn(['active', 'inactive', ''])
  status: string;
}

export class ImportPeopleRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  @IsArray()
  @ArrayMaxSize(10_000)
  @ValidateNested({ each: true })
  @Type(() => ImportedPersonInput)
  people: ImportedPersonInput[];

  /** Who imports. */
  @IsString()
  @MaxLength(254)
  actor: string;
}

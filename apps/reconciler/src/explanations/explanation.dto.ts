import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { IsString, IsUUID, Matches, MaxLength, ValidateIf } from 'class-validator';

export class ExplainPersonRequest {
  @Matches(new RegExp(TENANT_ID_PATTERN))
  tenantId: string;

  /** One of the three; the others are empty. */
  @ValidateIf(({ personId }: ExplainPersonRequest) => personId !== '')
  @IsUUID()
  personId: string;

  @IsString()
  @MaxLength(254)
  employeeId: string;

  @IsString()
  @MaxLength(254)
  email: string;
}

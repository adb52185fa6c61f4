import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import { IsInt, IsString, IsTimeZone, Length, Matches, Max, Min, ValidateIf } from 'class-validator';
import type { Shape } from '../paging/shape';

/** More licences than any company has people; more than this is a slip of the keyboard. */
export const MAX_SEATS = 1_000_000;

/** The path of a tenant that may be new. */
export class TenantName {
  @ApiProperty({ pattern: TENANT_ID_PATTERN })
  @Matches(new RegExp(TENANT_ID_PATTERN), {
    message: 'tenant must be 1 to 63 lower-case letters, digits and dashes, and begin with a letter or digit',
  })
  tenant: string;
}

/** `PUT /v1/tenants/{tenant}`. */
export class PutTenantBody {
  @ApiProperty({ minLength: 1, maxLength: 200, pattern: '\\S' })
  @IsString()
  @Length(1, 200)
  @Matches(/\S/, { message: 'name must not be blank' })
  name: string;

  @ApiPropertyOptional({ description: 'IANA name', default: 'Europe/London' })
  @IsTimeZone()
  @Length(1, 64)
  timeZone: string = 'Europe/London';

  /** Said explicitly, also when there is no limit. */
  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, maximum: MAX_SEATS, description: 'null: unlimited' })
  @ValidateIf(({ seats }: PutTenantBody) => seats !== null)
  @IsInt()
  @Min(0)
  @Max(MAX_SEATS)
  seats: number | null;
}

/** A tenant as callers see it. */
export class TenantView {
  @ApiProperty() tenant: string;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'IANA name' }) timeZone: string;
  @ApiProperty({ type: 'integer', nullable: true, description: 'null: unlimited' }) seats: number | null;
}
export type TenantJson = Shape<TenantView>;

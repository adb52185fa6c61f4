import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import { MAX_SEATS } from '../tenants/tenant.dto';
import type { Shape } from '../paging/shape';

const seats = {
  type: 'integer',
  nullable: true,
  minimum: 0,
  maximum: MAX_SEATS,
  description: 'null: unlimited',
} as const;

/** `PUT …/licences`. */
export class PutLicencesBody {
  @ApiProperty(seats)
  @ValidateIf((body: PutLicencesBody) => body.seats !== null)
  @IsInt()
  @Min(0)
  @Max(MAX_SEATS)
  seats: number | null;
}

/** A tenant's licences and who uses them. */
export class LicencesView {
  @ApiProperty(seats) seats: number | null;
  @ApiProperty({ type: 'integer' }) active: number;
  @ApiProperty({ type: 'integer', description: 'People who wait for a licence' }) waiting: number;
}
export type LicencesJson = Shape<LicencesView>;

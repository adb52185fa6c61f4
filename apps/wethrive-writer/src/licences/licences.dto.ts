import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import type { writerV1 } from '@people-sync/platform';
import { IsBoolean, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min, ValidateBy } from 'class-validator';

const TENANT = new RegExp(TENANT_ID_PATTERN);

/** Seats are given, or there is no limit: not both, and not neither. */
const IsOneWay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isOneWay',
    validator: {
      validate: (unlimited, args) => {
        const seats: unknown = Reflect.get(args?.object ?? {}, 'seats');
        return unlimited === ((seats ?? undefined) === undefined);
      },
      defaultMessage: () => 'exactly one of seats and unlimited must be given',
    },
  });

/** Whose licences. */
export class GetLicencesDto implements writerV1.GetLicencesRequest {
  @Matches(TENANT)
  tenantId: string;
}

/** A number of seats, or no limit, which is said. */
export class SetLicencesDto extends GetLicencesDto implements writerV1.SetLicencesRequest {
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  seats?: number;

  /** Absent: of a gateway of the version before, which means it by no seats. */
  @IsOptional()
  @IsBoolean()
  @IsOneWay()
  unlimited?: boolean;

  @IsString()
  @MaxLength(255)
  actor: string;
}

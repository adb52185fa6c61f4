import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EachOnce } from '@people-sync/platform';
import type { Shape } from '../paging/shape';
import { ArrayMaxSize, IsArray, IsBoolean, IsUUID, Matches } from 'class-validator';

const HASH = /^[0-9a-f]{64}$/;
const hash = { pattern: HASH.source, description: '`hash` of the plan that was looked at' } as const;

/** Names the changes that were looked at. */
class LookedAt {
  @ApiProperty(hash)
  @Matches(HASH, { message: 'planHash must be that of the changes that were looked at' })
  planHash: string;
}

/** People who may be named about one plan. */
export const MAX_EXCLUDED = 5_000;
const people = { type: String, isArray: true, format: 'uuid', maxItems: MAX_EXCLUDED } as const;

/** `POST …/syncs/{id}/reject`. */
export class RejectBody extends LookedAt {
  /** People whose whole change is said no to, beside what made the changes wait. */
  @ApiPropertyOptional({ ...people, default: [] })
  @IsArray()
  @ArrayMaxSize(MAX_EXCLUDED)
  @EachOnce()
  @IsUUID(undefined, { each: true })
  also: string[] = [];

  /** Not now: nothing is applied and nothing is remembered; the next sync comes to these changes again. */
  @ApiPropertyOptional({ default: false })
  @IsBoolean()
  notNow: boolean = false;
}

/** `POST …/syncs/{id}/approve`. */
export class ApproveBody extends LookedAt {
  /** People whose changes stay away, and are kept so until PeopleHR has something else for them. */
  @ApiPropertyOptional({ ...people, default: [] })
  @IsArray()
  @ArrayMaxSize(MAX_EXCLUDED)
  @EachOnce()
  @IsUUID(undefined, { each: true })
  exclude: string[] = [];

  /** Only those are let go who leave by status or date; everything else stays undecided. */
  @ApiPropertyOptional({ default: false })
  @IsBoolean()
  leaversOnly: boolean = false;
}

/** `PUT …/syncs/{id}/plan/left-out`. */
export class LeaveOutBody extends LookedAt {
  /** Exactly these are left out of the changes that wait: whoever was before and is not among them is in again. */
  @ApiProperty(people)
  @IsArray()
  @ArrayMaxSize(MAX_EXCLUDED)
  @EachOnce()
  @IsUUID(undefined, { each: true })
  people: string[];
}

/** How many people a no that was taken back had kept something away from. */
export class UndoneRejectionView {
  @ApiProperty({ type: 'integer' }) undone: number;
}
export type UndoneRejectionJson = Shape<UndoneRejectionView>;

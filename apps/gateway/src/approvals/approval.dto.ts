import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EachOnce } from '@people-sync/platform';
import { ArrayMaxSize, IsArray, IsUUID, Matches } from 'class-validator';

const HASH = /^[0-9a-f]{64}$/;
const hash = { pattern: HASH.source, description: '`hash` of the plan that was looked at' } as const;

/** `POST …/syncs/{id}/reject`. */
export class RejectBody {
  @ApiProperty(hash)
  @Matches(HASH, { message: 'planHash must be that of the changes that were looked at' })
  planHash: string;
}

/** People who may be left out of one plan. */
export const MAX_EXCLUDED = 5_000;

/** `POST …/syncs/{id}/approve`. */
export class ApproveBody extends RejectBody {
  /** People whose changes stay away, and are kept so until PeopleHR has something else for them. */
  @ApiPropertyOptional({ type: [String], format: 'uuid', maxItems: MAX_EXCLUDED, default: [] })
  @IsArray()
  @ArrayMaxSize(MAX_EXCLUDED)
  @EachOnce()
  @IsUUID(undefined, { each: true })
  exclude: string[] = [];
}

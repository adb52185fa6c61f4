import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageOf, PageQuery } from '../paging/page.dto';
import type { Shape } from '../paging/shape';
import { SyncView } from '../syncs/sync.dto';

const needs = ['held', 'unreadable', 'failing', 'stuck', 'broken', 'parked'] as const;
export type Need = (typeof needs)[number];

/** `GET /v1/tenants`. */
export class TenantsQuery extends PageQuery {
  @ApiProperty({
    enum: needs,
    description:
      'held: a sync waits for an OK; unreadable: it waits because many dates in PeopleHR cannot be read; failing: the last sync that ended failed; stuck: a sync does not get any further; broken: PeopleHR refuses the key; parked: a service could not take their events',
  })
  @IsIn(needs)
  state: Need;
}

const textOrNull = { type: String, nullable: true } as const;

/** A customer who needs somebody, and why. */
export class TenantInNeedView {
  @ApiProperty() tenant: string;
  @ApiProperty() name: string;
  @ApiProperty({ ...textOrNull, description: 'A stable word, of a stuck sync its step; null for a sync that waits' })
  reason: string | null;
  @ApiProperty({ description: 'The sentence for an administrator, with the next step' }) message: string;
  @ApiProperty({
    type: SyncView,
    nullable: true,
    description: 'The sync that waits, failed or is stuck; null for the others',
  })
  sync: SyncView | null;
}
export type TenantInNeedJson = Shape<TenantInNeedView>;

/** One page of customers who need somebody. */
export class TenantInNeedPage extends PageOf(TenantInNeedView) {}

import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../paging/page.dto';
import type { Shape } from '../paging/shape';
import { parkingServices } from './parking-owners.client';

/** A customer's events that a service could not take, and that wait for somebody. */
export class ParkedView {
  @ApiProperty() id: string;
  @ApiProperty({ enum: parkingServices, description: 'Who could not take them' }) service: string;
  @ApiProperty() topic: string;
  @ApiProperty() tenant: string;
  @ApiProperty({ description: 'A stable word' }) code: string;
  @ApiProperty({ description: 'Why the first one could not be taken; names no value' }) reason: string;
  @ApiProperty({ type: 'integer', description: 'How many wait' }) waiting: number;
  @ApiProperty({ type: 'integer', description: 'Bytes of those that wait' }) bytes: number;
  @ApiProperty({
    type: 'integer',
    description: 'How many were not kept, for want of room: their syncs end when it flows',
  })
  shed: number;
  @ApiProperty({ format: 'date-time' }) parkedAt: string;
}
export type ParkedJson = Shape<ParkedView>;

/** One page of what waits. */
export class ParkedPage extends PageOf(ParkedView) {}

/** What came of it. */
export class ParkedOutcomeView {
  @ApiProperty({ type: 'integer', description: 'Events that were left out for good' }) skipped: number;
  @ApiProperty({ description: 'false: a later event cannot be taken either, and that one is waited for' })
  flows: boolean;
}
export type ParkedOutcomeJson = Shape<ParkedOutcomeView>;

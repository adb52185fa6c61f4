import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { PageQuery } from '../paging/page.dto';
import type { Shape } from '../paging/shape';
import { FieldChangeView } from './field-change.dto';

const textOrNull = { type: String, nullable: true } as const;
const instant = { type: String, format: 'date-time', nullable: true } as const;
const kind = { enum: ['joined', 'rejoined', 'changed', 'left'] };
const proof = {
  ...textOrNull,
  description: 'Of leavers, how we know: leaver-status, leaving-date, absent-twice, out-of-scope or settled-by-person',
} as const;

/** Which items of a plan. */
export class PlanQuery extends PageQuery {
  /** `id` of a group: only its items. */
  @ApiPropertyOptional({ maxLength: 64 })
  @IsOptional()
  @IsString()
  @Length(1, 64)
  group?: string;
}

/** What is to happen to one person. */
export class PlanItemView {
  @ApiProperty({ format: 'uuid' }) personId: string;
  @ApiProperty() employeeId: string;
  @ApiProperty() name: string;
  @ApiProperty({ ...textOrNull, description: 'The address after the change' }) email: string | null;
  @ApiProperty({ ...textOrNull, description: 'Likewise (Job Role in PeopleHR)' }) team: string | null;
  @ApiProperty({ ...textOrNull, description: 'Likewise' }) department: string | null;
  @ApiProperty({ ...textOrNull, description: 'Likewise' }) location: string | null;
  @ApiProperty(kind) kind: string;
  @ApiProperty({ type: [FieldChangeView] }) changes: readonly FieldChangeView[];
  @ApiProperty(proof) proof: string | null;
  @ApiProperty({ description: 'The group of equal changes that it is one of' }) groupId: string;
  @ApiProperty({ description: 'Somebody left this one out: while the changes wait, or when they gave their OK' })
  excluded: boolean;
  @ApiProperty({ description: 'Something of it made the changes wait: a no is about that' }) counted: boolean;
}

/** Equal changes, shown as one line. */
export class PlanGroupView {
  @ApiProperty() id: string;
  @ApiProperty(kind) kind: string;
  @ApiProperty({ type: [FieldChangeView] }) changes: readonly FieldChangeView[];
  @ApiProperty(proof) proof: string | null;
  @ApiProperty({ type: 'integer' }) count: number;
  @ApiProperty({ type: 'integer', description: 'Of those, who was left out' }) leftOut: number;
}

/** What a safeguard found. */
export class SafeguardView {
  @ApiProperty({ description: 'A stable word, as in heldBecause' }) name: string;
  @ApiProperty({ ...textOrNull, description: 'For those that look at one field' }) field: string | null;
  @ApiProperty() value: number;
  @ApiProperty({ description: 'What passes without an OK' }) limit: number;
  @ApiProperty({ description: 'It holds the changes back' }) tripped: boolean;
  @ApiProperty({ description: 'The sentence for an administrator' }) message: string;
  @ApiProperty({
    ...textOrNull,
    description: 'The likely cause; null if it holds nothing back, or another one explains it',
  })
  cause: string | null;
  @ApiProperty({ ...textOrNull, description: 'What to do then' }) nextStep: string | null;
}

/** What a plan does, in people. */
export class PlanCountsView {
  @ApiProperty({ type: 'integer' }) seen: number;
  @ApiProperty({ type: 'integer' }) joined: number;
  @ApiProperty({ type: 'integer' }) rejoined: number;
  @ApiProperty({ type: 'integer' }) changed: number;
  @ApiProperty({ type: 'integer' }) left: number;
  @ApiProperty({ type: 'integer' }) refused: number;
  @ApiProperty({ type: 'integer' }) unchanged: number;
  @ApiProperty({ type: 'integer' }) missing: number;
  @ApiProperty({ type: 'integer', description: 'Changes that somebody said no to' }) kept: number;
  @ApiProperty({ type: 'integer', description: 'Of unchanged, if judged in this sync: leavers already, never added' })
  goneBefore: number;
  @ApiProperty({ type: 'integer', description: 'Likewise: never added, by the settings or by name' }) leftOut: number;
  @ApiProperty({ type: 'integer', description: 'Likewise: their first day is still to come' }) notStarted: number;
  @ApiProperty({ type: 'integer', description: 'Likewise: all that would happen was said no to' }) keptAway: number;
}

/** Licences as they are now, and what a plan that is not applied yet needs of them. */
export class PlanLicencesView {
  @ApiProperty({ type: 'integer', nullable: true, description: 'null: unlimited' }) seats: number | null;
  @ApiProperty({ type: 'integer' }) active: number;
  @ApiProperty({ type: 'integer' }) waiting: number;
  @ApiProperty({ type: 'integer', description: 'Beyond those that are free after its leavers' }) needed: number;
  @ApiProperty({ type: 'integer', description: 'How many people would wait' }) missing: number;
}

/** What a sync does, would do, or waits to do. */
export class PlanView {
  @ApiProperty({ format: 'uuid' }) syncId: string;
  @ApiProperty({ description: 'Names exactly these changes; approving needs it' }) hash: string;
  @ApiProperty({ enum: ['applying', 'held', 'previewed'] }) outcome: string;
  @ApiProperty({
    enum: ['applying', 'previewed', 'held', 'approved', 'rejected', 'expired', 'superseded', 'cancelled', 'dropped'],
    description: 'What became of it',
  })
  state: string;
  @ApiProperty({ ...textOrNull, format: 'uuid', description: 'The newer sync that took its place' })
  supersededBy: string | null;
  @ApiProperty({ type: 'integer', description: 'On all pages' }) itemCount: number;
  @ApiProperty({ type: [String] }) heldBecause: readonly string[];
  @ApiProperty({ ...instant, description: "When PeopleHR's answer was read" }) takenAt: string | null;
  @ApiProperty({ ...instant, description: 'Since when changes have waited, over all checks that found them' })
  heldSince: string | null;
  @ApiProperty({ ...instant, description: 'Until when it may be approved' }) expiresAt: string | null;
  @ApiProperty({ ...instant, description: 'From when on PeopleHR is read again before it is applied' })
  freshUntil: string | null;
  @ApiProperty({ type: 'integer', description: 'People who leave by status or date: whom leaversOnly would let go' })
  leavers: number;
  @ApiProperty({ description: 'Only they were let go' }) leaversOnly: boolean;
  @ApiProperty({ type: 'integer', description: 'Of how many people a no would keep something away' }) counted: number;
  @ApiProperty(textOrNull) decidedBy: string | null;
  @ApiProperty(instant) decidedAt: string | null;
  @ApiProperty({ description: 'It can no longer be approved: people, settings or decisions have changed since' })
  outdated: boolean;
  @ApiProperty({ type: PlanCountsView }) counts: PlanCountsView;
  @ApiProperty({ type: [SafeguardView] }) safeguards: readonly SafeguardView[];
  @ApiProperty({ type: [PlanGroupView], description: 'The largest first; on the first page only' })
  groups: readonly PlanGroupView[];
  @ApiProperty({ type: PlanLicencesView }) licences: PlanLicencesView;
  @ApiProperty({ type: [PlanItemView] }) items: readonly PlanItemView[];
  @ApiProperty(textOrNull) nextCursor: string | null;
}
export type PlanJson = Shape<PlanView>;
export type PlanLicencesJson = Shape<PlanLicencesView>;

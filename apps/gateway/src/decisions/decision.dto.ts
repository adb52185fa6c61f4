import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { reconcilerV1 } from '@people-sync/platform';
import { Equals, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { PageOf, PageQuery } from '../paging/page.dto';
import { changesView, FieldChangeView } from '../plans/field-change.dto';
import type { Shape } from '../paging/shape';
import { decisionKinds, decisionSentence, undoneSentence } from './decision-sentences';

const NEW_OR_ID = /^(new|[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})$/;

/**
 * `POST …/decisions`: one of four forms, `{employeeId, samePersonAs}`, `{personId, missing}`, `{personId, leaver}`,
 * `{personId, leaveOut, reason}`; each may name the sync whose changes wait that it is for alone.
 */
export class DecideBody {
  @ApiPropertyOptional({ minLength: 1, maxLength: 254, description: "PeopleHR's EmployeeId of whom it is asked" })
  @IsOptional()
  @IsString()
  @Length(1, 254)
  employeeId?: string;

  @ApiPropertyOptional({
    pattern: NEW_OR_ID.source,
    description: 'Is this the same person? The id of that person, or new',
  })
  @IsOptional()
  @Matches(NEW_OR_ID, { message: 'samePersonAs must be the id of a person, or new' })
  samePersonAs?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @IsUUID()
  personId?: string;

  @ApiPropertyOptional({ enum: ['left', 'keep'], description: 'Of somebody who is not in PeopleHR any more' })
  @IsOptional()
  @IsIn(['left', 'keep'])
  missing?: 'left' | 'keep';

  @ApiPropertyOptional({ enum: ['left', 'not-yet'], description: 'Of a leaver whose last day cannot be read' })
  @IsOptional()
  @IsIn(['left', 'not-yet'])
  leaver?: 'left' | 'not-yet';

  @ApiPropertyOptional({ enum: [true], description: 'Never synced' })
  @IsOptional()
  @Equals(true)
  leaveOut?: true;

  @ApiPropertyOptional({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'Why they are left out' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  @Matches(/\S/, { message: 'reason must not be blank' })
  reason?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'A sync whose changes wait: it is settled for these alone, they are judged again at once, and it holds once they are applied. Without it: for good',
  })
  @IsOptional()
  @IsUUID()
  syncId?: string;
}

/** Which decisions. */
export class DecisionsQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid', description: 'Only those about this person' })
  @IsOptional()
  @IsUUID()
  person?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: "Only the noes to this sync's changes, or what is for them alone",
  })
  @IsOptional()
  @IsUUID()
  sync?: string;

  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: 'true: what is for changes that wait, and does not hold yet',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  tentative?: 'true' | 'false';
}

const textOrNull = { type: String, nullable: true } as const;

/** What somebody settled. */
export class DecisionView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ enum: decisionKinds }) kind: string;
  @ApiProperty({ ...textOrNull, description: "PeopleHR's EmployeeId" }) employeeId: string | null;
  @ApiProperty({ ...textOrNull, format: 'uuid' }) personId: string | null;
  @ApiProperty({ ...textOrNull, description: 'Whom it is about' }) name: string | null;
  @ApiProperty(textOrNull) reason: string | null;
  @ApiProperty({ ...textOrNull, enum: ['joined', 'rejoined', 'changed', 'left', null], description: 'Of kept ones' })
  itemKind: string | null;
  @ApiProperty({ type: [FieldChangeView], description: 'Of kept ones: what is kept away' })
  changes: readonly FieldChangeView[];
  @ApiProperty({ ...textOrNull, description: 'null: nobody pressed a button' }) decidedBy: string | null;
  @ApiProperty({ format: 'date-time' }) decidedAt: string;
  @ApiProperty({ description: 'The sentence for an administrator' }) message: string;
  @ApiProperty({
    ...textOrNull,
    format: 'uuid',
    description: 'Of kept ones the sync whose changes somebody said no to; else the one whose changes it is for',
  })
  syncId: string | null;
  @ApiProperty({ description: 'It is for changes that wait, and holds once they are applied' }) tentative: boolean;
  @ApiProperty({ ...textOrNull, description: 'Just settled, or undone, for changes that wait: their hash from now on' })
  planHash: string | null;
}
export type DecisionJson = Shape<DecisionView>;

/** One page of decisions, newest first. */
export class DecisionPage extends PageOf(DecisionView) {}

/** A decision as callers see it. @param undone it was just undone, and holds no longer. */
export function decisionView(decision: reconcilerV1.Decision, undone = false): DecisionJson {
  const changes = changesView(decision.changes);
  return {
    id: decision.decisionId,
    kind: decision.kind,
    employeeId: decision.employeeId || null,
    personId: decision.personId || null,
    name: decision.name || null,
    reason: decision.reason || null,
    itemKind: decision.itemKind || null,
    changes,
    decidedBy: decision.decidedBy || null,
    decidedAt: decision.decidedAt,
    message: (undone ? undoneSentence : decisionSentence)({ ...decision, changes }),
    syncId: decision.syncId || null,
    tentative: decision.tentative,
    planHash: decision.planHash || null,
  };
}

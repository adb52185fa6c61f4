import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { reconcilerV1 } from '@people-sync/platform';
import { IsIn, IsOptional } from 'class-validator';
import { PageOf, PageQuery } from '../paging/page.dto';
import { problemSentence } from './problem-sentences';
import type { Shape } from '../paging/shape';

/** Which problems. */
export class ProblemsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['open'], description: 'Without it: also those that are settled' })
  @IsOptional()
  @IsIn(['open'])
  state?: 'open';
}

const textOrNull = { type: String, nullable: true } as const;

/** Something that needs a person's attention. */
export class ProblemView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ description: 'A stable word' }) code: string;
  @ApiProperty({ description: 'The sentence for an administrator, with the next step' }) message: string;
  @ApiProperty(textOrNull) personId: string | null;
  @ApiProperty(textOrNull) employeeId: string | null;
  @ApiProperty({ ...textOrNull, description: 'Whom it is about' }) name: string | null;
  @ApiProperty({ ...textOrNull, description: 'What PeopleHR sent' }) received: string | null;
  @ApiProperty({ ...textOrNull, description: 'The other side of a clash' }) other: string | null;
  @ApiProperty({ ...textOrNull, format: 'uuid', description: 'Whom it may be' }) otherPersonId: string | null;
  @ApiProperty({ type: 'integer', description: 'How many people it is about: 1 or more' }) affected: number;
  @ApiProperty({ ...textOrNull, description: 'The sync that found it' }) syncId: string | null;
  @ApiProperty({ format: 'date-time' }) openedAt: string;
  @ApiProperty({ ...textOrNull, format: 'date-time' }) closedAt: string | null;
  @ApiProperty({ ...textOrNull, format: 'date-time', description: 'Since when somebody set it aside' })
  setAsideAt: string | null;
}
export type ProblemJson = Shape<ProblemView>;

/** One page of problems. */
export class ProblemPage extends PageOf(ProblemView) {}

/** A problem as callers see it. */
export function problemView(problem: reconcilerV1.Problem): ProblemJson {
  return {
    id: problem.problemId,
    code: problem.code,
    message: problemSentence(problem),
    personId: problem.personId || null,
    employeeId: problem.employeeId || null,
    name: problem.name || null,
    received: problem.received || null,
    other: problem.other || null,
    otherPersonId: problem.otherPersonId || null,
    affected: 1,
    syncId: problem.syncId || null,
    openedAt: problem.openedAt,
    closedAt: problem.closedAt || null,
    setAsideAt: problem.setAsideAt || null,
  };
}

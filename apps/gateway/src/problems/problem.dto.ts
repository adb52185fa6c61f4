import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { reconcilerV1, writerV1 } from '@people-sync/platform';
import { IsIn, IsOptional } from 'class-validator';
import { type Page, PageOf, PageQuery } from '../paging/page.dto';
import { problemSentence } from './problem-sentences';
import type { Shape } from '../paging/shape';

const states = ['open', 'set-aside'] as const;
export type ProblemState = (typeof states)[number];

/** Which problems. */
export class ProblemsQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: states,
    description: 'open: nobody set them aside. Without it: also those that are settled',
  })
  @IsOptional()
  @IsIn(states)
  state?: ProblemState;
}

const textOrNull = { type: String, nullable: true } as const;
const instant = { ...textOrNull, format: 'date-time' } as const;

/** Something that needs a person's attention. */
export class ProblemView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ description: 'A stable word' }) code: string;
  @ApiProperty({ description: 'The sentence for an administrator, with the next step' }) message: string;
  @ApiProperty({ ...textOrNull, format: 'uuid', description: 'Whom it is about, if they are known' })
  personId: string | null;
  @ApiProperty(textOrNull) employeeId: string | null;
  @ApiProperty({ ...textOrNull, description: 'Whom it is about' }) name: string | null;
  @ApiProperty({ ...textOrNull, description: 'What PeopleHR sent' }) received: string | null;
  @ApiProperty({ ...textOrNull, description: 'The other side of a clash' }) other: string | null;
  @ApiProperty({ ...textOrNull, format: 'uuid', description: 'Whom it may be' }) otherPersonId: string | null;
  @ApiProperty({ ...textOrNull, description: 'Of "is this the same person?": the address that PeopleHR has now' })
  rowEmail: string | null;
  @ApiProperty({ ...textOrNull, format: 'date', description: 'Likewise: the start date' }) rowStartDate: string | null;
  @ApiProperty({ ...textOrNull, description: 'Likewise: the status code; 1 is current, 2 a leaver' })
  rowStatus: string | null;
  @ApiProperty({ ...textOrNull, description: 'Likewise: the leaving date, as it was received' })
  rowLeavingDate: string | null;
  @ApiProperty({ type: 'integer', description: 'How many people it is about: 1 or more' }) affected: number;
  @ApiProperty({ ...textOrNull, format: 'uuid', description: 'The sync that found it' }) syncId: string | null;
  @ApiProperty({ format: 'date-time' }) openedAt: string;
  @ApiProperty(instant) closedAt: string | null;
  @ApiProperty({ ...instant, description: 'Since when somebody set it aside' }) setAsideAt: string | null;
  @ApiProperty({
    ...instant,
    description: 'Of somebody missing whom a newer answer has, which nobody accepted: when that was read',
  })
  seenAt: string | null;
}
export type ProblemJson = Shape<ProblemView>;

/** One page of problems. */
export class ProblemPage extends PageOf(ProblemView) {
  @ApiProperty({ ...instant, description: 'When the answer was read that they are from; null before the first' })
  asOf: string | null;
}
export type ProblemPageJson = Page<ProblemJson> & { readonly asOf: string | null };

/** Open problems with one cause. */
export class ProblemCauseView {
  @ApiProperty({ description: 'A stable word' }) code: string;
  @ApiProperty({ description: 'What an administrator reads over them' }) title: string;
  @ApiProperty({ type: 'integer', description: 'Problems' }) count: number;
  @ApiProperty({ type: 'integer', description: 'People they are about' }) people: number;
}
export type ProblemCauseJson = Shape<ProblemCauseView>;

/** Open problems by cause, the most people first. */
export class ProblemSummaryView {
  @ApiProperty({ type: [ProblemCauseView] }) items: readonly ProblemCauseView[];
}
export type ProblemSummaryJson = Shape<ProblemSummaryView>;

/** A problem of an employee, as the reconciler has it. */
export const employeeProblem = (problem: reconcilerV1.Problem): ProblemJson => ({
  id: problem.problemId,
  code: problem.code,
  message: problemSentence(problem),
  personId: problem.personId || null,
  employeeId: problem.employeeId || null,
  name: problem.name || null,
  received: problem.received || null,
  other: problem.other || null,
  otherPersonId: problem.otherPersonId || null,
  rowEmail: problem.rowEmail || null,
  rowStartDate: problem.rowStartDate || null,
  rowStatus: problem.rowStatus || null,
  rowLeavingDate: problem.rowLeavingDate || null,
  affected: problem.affected,
  syncId: problem.syncId || null,
  openedAt: problem.openedAt,
  closedAt: problem.closedAt || null,
  setAsideAt: problem.setAsideAt || null,
  seenAt: problem.seenAt || null,
});

/** A problem of a manager, as the writer has it. */
export const managerProblem = (problem: writerV1.Problem): ProblemJson => ({
  id: problem.problemId,
  code: problem.code,
  message: problemSentence({ ...problem, received: '', other: '' }),
  personId: problem.personId || null,
  employeeId: null,
  name: problem.name || null,
  received: null,
  other: null,
  otherPersonId: null,
  rowEmail: null,
  rowStartDate: null,
  rowStatus: null,
  rowLeavingDate: null,
  affected: problem.affected,
  syncId: problem.syncId || null,
  openedAt: problem.openedAt,
  closedAt: problem.closedAt || null,
  setAsideAt: problem.setAsideAt || null,
  seenAt: null,
});

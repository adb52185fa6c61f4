import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import type { Shape } from '../paging/shape';
import { FieldChangeView } from '../plans/field-change.dto';

/** Whom `GET …/why` is about: one of the two. */
export class WhyQuery {
  @ApiPropertyOptional({ minLength: 1, maxLength: 254, description: "PeopleHR's EmployeeId" })
  @IsOptional()
  @IsString()
  @Length(1, 254)
  employeeId?: string;

  @ApiPropertyOptional({ minLength: 1, maxLength: 254 })
  @IsOptional()
  @IsString()
  @Length(1, 254)
  email?: string;
}

const textOrNull = { type: String, nullable: true } as const;

/** One thing that happened to somebody. */
export class ExplanationStepView {
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ description: 'A stable word, e.g. read, plan, held, approved, problem, decision, written or now' })
  kind: string;
  @ApiProperty({ description: 'The sentence for an administrator' }) sentence: string;
  @ApiProperty({ ...textOrNull, format: 'uuid' }) syncId: string | null;
  @ApiProperty({ ...textOrNull, description: 'Who did it' }) actor: string | null;
  @ApiProperty({ type: [FieldChangeView] }) changes: readonly FieldChangeView[];
}
export type ExplanationStepJson = Shape<ExplanationStepView>;

/** Why somebody is as they are, or why nothing happened; from what is stored and nothing else. */
export class ExplanationView {
  @ApiProperty({ ...textOrNull, format: 'uuid' }) personId: string | null;
  @ApiProperty(textOrNull) employeeId: string | null;
  @ApiProperty(textOrNull) name: string | null;
  @ApiProperty({
    ...textOrNull,
    description:
      'How it stands now as a stable word, e.g. unchanged, refused, held, missing, kept, left-out, out-of-scope',
  })
  standing: string | null;
  @ApiProperty({ description: 'How it stands now, and what to do next' }) summary: string;
  @ApiProperty({ type: [ExplanationStepView], description: 'Oldest first; the last one is how it stands now' })
  steps: readonly ExplanationStepView[];
}
export type ExplanationJson = Shape<ExplanationView>;

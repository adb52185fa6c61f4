import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { importedPersonLimits as limits, MAX_IMPORTED } from '@people-sync/contracts';
import type { Shape } from '../paging/shape';

/** Somebody who is in WeThrive already. What is blank, or null, is not known. `importedPersonFaults` checks it. */
export class ImportedPersonBody {
  @ApiPropertyOptional({ maxLength: limits.weThriveId, description: "WeThrive's own record ID" })
  weThriveId?: string | null;

  @ApiPropertyOptional({ maxLength: limits.orgEmployeeId, description: "PeopleHR's EmployeeId, if it is known" })
  orgEmployeeId?: string | null;

  /** Its absence is told with the line, like everything else that is wrong with somebody. */
  @ApiProperty({ maxLength: limits.email })
  email?: string | null;

  @ApiProperty({ maxLength: limits.name })
  name?: string | null;

  @ApiPropertyOptional({ maxLength: limits.team })
  team?: string | null;

  @ApiPropertyOptional({ maxLength: limits.location })
  location?: string | null;

  @ApiPropertyOptional({ maxLength: limits.department })
  department?: string | null;

  @ApiPropertyOptional({ maxLength: limits.manager, description: 'The name of the person they report to' })
  manager?: string | null;

  @ApiPropertyOptional({ maxLength: limits.unit })
  unit?: string | null;

  @ApiPropertyOptional({ enum: ['active', 'inactive'], default: 'active' })
  status?: string | null;
}

/** `POST …/people/import`. */
export class ImportPeopleBody {
  @ApiProperty({ type: [ImportedPersonBody], maxItems: MAX_IMPORTED })
  people: ImportedPersonBody[];
}

const importModes = ['all', 'good', 'preview'] as const;
export type ImportMode = (typeof importModes)[number];

/** How much of the list. */
export class ImportQuery {
  @ApiPropertyOptional({
    enum: importModes,
    default: 'all',
    description:
      'all: everybody, or nobody if one line is wrong; good: those whose lines are right; preview: nobody, and the answer says what good would do',
  })
  @IsIn(importModes)
  mode: ImportMode = 'all';
}

/** What is wrong with one line. */
class ImportErrorView {
  @ApiProperty({ type: 'integer', description: 'Of the file, or the place in the list, from 1' }) line: number;
  @ApiPropertyOptional({ type: 'integer', description: 'Of the file, from 1, where it is known' }) column?: number;
  @ApiProperty({ description: 'Empty if it is the whole line' }) field: string;
  @ApiProperty({ description: 'A stable word' }) code: string;
  @ApiProperty() message: string;
}

/** Somebody of the list who is in WeThrive already. */
class KnownLineView {
  @ApiProperty({ type: 'integer' }) line: number;
  @ApiProperty({ enum: ['weThriveId', 'orgEmployeeId', 'email'], description: 'By what they are known' }) by: string;
  @ApiProperty({ format: 'uuid' }) personId: string;
  @ApiProperty() message: string;
}

/** A column of a file. */
class ImportColumnView {
  @ApiProperty() name: string;
  @ApiProperty({ type: String, nullable: true, description: 'null: it is not used' }) field: string | null;
}

/** How a file was understood. */
class UnderstoodFileView {
  @ApiProperty({ type: [ImportColumnView] }) columns: readonly ImportColumnView[];
  @ApiProperty({ type: [ImportedPersonBody], description: 'The first people' }) first: readonly ImportedPersonBody[];
}

/** What an import did, or would do. */
export class ImportView {
  @ApiProperty({ type: 'integer', description: 'Of a preview: who would be' }) imported: number;
  @ApiProperty({ type: 'integer', description: 'In WeThrive already: left as they are' }) unchanged: number;
  @ApiProperty({ type: 'integer', description: 'Lines that cannot be imported' }) refused: number;
  @ApiProperty({ type: [ImportErrorView], description: 'The first hundred' }) errors: readonly ImportErrorView[];
  @ApiProperty({ type: 'integer' }) moreErrors: number;
  @ApiProperty({ type: [KnownLineView], description: 'The first hundred' }) known: readonly KnownLineView[];
  @ApiProperty({ type: 'integer' }) moreKnown: number;
  @ApiPropertyOptional({ type: UnderstoodFileView, description: 'Of a preview of a file' }) file?: UnderstoodFileView;
}
export type ImportJson = Shape<ImportView>;

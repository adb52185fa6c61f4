import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
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

/** What an import did. */
export class ImportView {
  @ApiProperty({ type: 'integer' }) imported: number;
  @ApiProperty({ type: 'integer', description: 'Known already by their record ID or address: left as they are' })
  unchanged: number;
}
export type ImportJson = Shape<ImportView>;

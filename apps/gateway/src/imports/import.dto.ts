import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type as Convert } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import type { Shape } from '../paging/shape';

/** People in one import at most. */
export const MAX_PEOPLE = 10_000;

const ID = 254;
const LONG = 512;

/** Somebody who is in WeThrive already. What is blank, or null, is not known. */
export class ImportedPersonBody {
  @ApiPropertyOptional({ maxLength: ID, description: "WeThrive's own record ID" })
  @IsOptional()
  @IsString()
  @MaxLength(ID)
  weThriveId?: string;

  @ApiPropertyOptional({ maxLength: ID, description: "PeopleHR's EmployeeId, if it is known" })
  @IsOptional()
  @IsString()
  @MaxLength(ID)
  orgEmployeeId?: string;

  /** Its absence is told with the line, like everything else that is wrong with somebody. */
  @ApiProperty({ maxLength: LONG })
  @IsOptional()
  @IsString()
  @MaxLength(LONG)
  email?: string;

  @ApiProperty({ maxLength: LONG })
  @IsOptional()
  @IsString()
  @MaxLength(LONG)
  name?: string;

  @ApiPropertyOptional({ maxLength: ID })
  @IsOptional()
  @IsString()
  @MaxLength(ID)
  team?: string;

  @ApiPropertyOptional({ maxLength: ID })
  @IsOptional()
  @IsString()
  @MaxLength(ID)
  location?: string;

  @ApiPropertyOptional({ maxLength: ID })
  @IsOptional()
  @IsString()
  @MaxLength(ID)
  department?: string;

  @ApiPropertyOptional({ maxLength: LONG, description: 'The name of the person they report to' })
  @IsOptional()
  @IsString()
  @MaxLength(LONG)
  manager?: string;

  @ApiPropertyOptional({ maxLength: ID })
  @IsOptional()
  @IsString()
  @MaxLength(ID)
  unit?: string;

  @ApiPropertyOptional({ enum: ['active', 'inactive'], default: 'active' })
  @IsOptional()
  @IsIn(['active', 'inactive', ''])
  status?: string;
}

/** `POST …/people/import`. */
export class ImportPeopleBody {
  @ApiProperty({ type: [ImportedPersonBody], maxItems: MAX_PEOPLE })
  @IsArray()
  @ArrayMaxSize(MAX_PEOPLE)
  @ValidateNested({ each: true })
  @Convert(() => ImportedPersonBody)
  people: ImportedPersonBody[];
}

/** What an import did. */
export class ImportView {
  @ApiProperty({ type: 'integer' }) imported: number;
  @ApiProperty({ type: 'integer', description: 'Known already by their record ID or address: left as they are' })
  unchanged: number;
}
export type ImportJson = Shape<ImportView>;

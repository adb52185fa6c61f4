import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { personStatuses } from '@people-sync/contracts';
import { IsInstant, type writerV1 } from '@people-sync/platform';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PageOf, PageQuery } from '../paging/page.dto';
import { QueryNumber } from '../paging/query-number.decorator';
import type { Shape } from '../paging/shape';

/** By what the People table can be put in order. */
const peopleSorts = ['name', 'email', 'team', 'location', 'department', 'manager', 'status'].flatMap((field) => [
  field,
  `-${field}`,
]);

const filter = { maxLength: 512, description: 'Exact' } as const;

/** What the People table is narrowed to; what is absent or empty narrows nothing. */
export class PeopleFilter extends PageQuery {
  @ApiPropertyOptional({ enum: personStatuses })
  @IsOptional()
  @IsIn(personStatuses)
  status?: string;

  @ApiPropertyOptional({
    maxLength: 200,
    description:
      'Words that are parts of a name or an email address, in any order; case, accents and kinds of quotes do not count',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string;

  @ApiPropertyOptional(filter)
  @IsOptional()
  @IsString()
  @MaxLength(512)
  team?: string;

  @ApiPropertyOptional(filter)
  @IsOptional()
  @IsString()
  @MaxLength(512)
  location?: string;

  @ApiPropertyOptional(filter)
  @IsOptional()
  @IsString()
  @MaxLength(512)
  department?: string;

  @ApiPropertyOptional(filter)
  @IsOptional()
  @IsString()
  @MaxLength(512)
  manager?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Whoever reports to this person now; not together with asOf' })
  @IsOptional()
  @IsUUID()
  reportsTo?: string;

  @ApiPropertyOptional({
    enum: peopleSorts,
    default: 'name',
    description: 'With - before it the other way round; blank values come last either way',
  })
  @IsOptional()
  @IsIn(peopleSorts)
  sort?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'The table as it was then' })
  @IsOptional()
  @IsInstant()
  asOf?: string;
}

/** From where the feed of changes goes on. */
export class ChangesQuery {
  @QueryNumber({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    default: 0,
    description: 'The last change number that is known',
  })
  after: number = 0;

  @QueryNumber({ minimum: 1, maximum: 500, default: 100 })
  limit: number = 100;
}

const textOrNull = { type: String, nullable: true } as const;

/** One row of the People table. */
export class PersonView {
  @ApiProperty({ format: 'uuid' }) personId: string;
  @ApiProperty(textOrNull) email: string | null;
  @ApiProperty() name: string;
  @ApiProperty({ ...textOrNull, description: "PeopleHR's Job Role" }) team: string | null;
  @ApiProperty(textOrNull) location: string | null;
  @ApiProperty(textOrNull) department: string | null;
  @ApiProperty({ ...textOrNull, description: 'The name of the person they report to' }) manager: string | null;
  @ApiProperty({ ...textOrNull, description: 'Never written by a sync' }) unit: string | null;
  @ApiProperty({ enum: personStatuses }) status: string;
  @ApiProperty(textOrNull) weThriveId: string | null;
  @ApiProperty({ ...textOrNull, description: "PeopleHR's EmployeeId" }) orgEmployeeId: string | null;
  @ApiProperty({ type: 'integer', description: "The person's own history number" }) version: number;
  @ApiProperty({ format: 'date-time' }) updatedAt: string;
  @ApiProperty({ ...textOrNull, format: 'uuid', description: 'Whom they report to, as far as known; grants no access' })
  reportsTo: string | null;
  @ApiProperty({ type: 'integer', description: 'How many active people report to them' }) directReports: number;
  @ApiProperty({ description: 'Imported, and never found in PeopleHR: no sync changes them' })
  notFromPeopleHr: boolean;
}
export type PersonJson = Shape<PersonView>;

/** One page of the People table. */
export class PeoplePage extends PageOf(PersonView) {
  @ApiProperty({ type: 'integer', description: 'People that match, on all pages' }) total: number;
}

/** One version of a person. */
export class PersonVersionView {
  @ApiProperty({ type: PersonView, description: 'The full record as it was then' }) person: PersonView;
  @ApiProperty({ type: 'integer' }) version: number;
  @ApiProperty({ enum: ['added', 'updated', 'deactivated', 'reactivated', 'waiting', 'imported'] }) kind: string;
  @ApiProperty({ ...textOrNull, description: 'The sync that made it' }) syncId: string | null;
  @ApiProperty({ type: 'integer', description: 'Rises with every change of any person' }) changeNumber: number;
  @ApiProperty({ format: 'date-time' }) at: string;
  @ApiProperty({ type: [String], description: 'Names of the fields that changed' }) changed: readonly string[];
  @ApiProperty({ ...textOrNull, description: 'If the address changed' }) oldEmail: string | null;
}
export type PersonVersionJson = Shape<PersonVersionView>;

/** One page of versions. */
export class VersionPage extends PageOf(PersonVersionView) {}

/** A person as callers see them. */
export function personView(person: writerV1.Person): PersonJson {
  return {
    personId: person.personId,
    email: person.email ?? null,
    name: person.name,
    team: person.team ?? null,
    location: person.location ?? null,
    department: person.department ?? null,
    manager: person.manager ?? null,
    unit: person.unit ?? null,
    status: person.status,
    weThriveId: person.weThriveId ?? null,
    orgEmployeeId: person.orgEmployeeId ?? null,
    version: person.version,
    updatedAt: person.updatedAt,
    reportsTo: person.reportsTo ?? null,
    directReports: person.directReports,
    notFromPeopleHr: person.notFromPeoplehr,
  };
}

/** A version as callers see it. */
export function versionView(version: writerV1.PersonVersion): PersonVersionJson {
  if (!version.person) throw new Error('the writer sent a version without its person');
  return {
    person: personView(version.person),
    version: version.person.version,
    kind: version.kind,
    syncId: version.syncId || null,
    changeNumber: version.changeNumber,
    at: version.at,
    changed: version.changed,
    oldEmail: version.oldEmail ?? null,
  };
}

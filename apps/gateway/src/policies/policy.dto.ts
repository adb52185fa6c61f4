import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type as Convert } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsTimeZone,
  isUUID,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { EachOnce, type ItemFault, LongList } from '@people-sync/platform';
import type { Shape } from '../paging/shape';

/** The bounds of the contract (`Policy` of @people-sync/contracts); a test holds them together. */
export const bounds = { values: 1000, valueLength: 254, people: 10_000, reasonLength: 500, days: 365 } as const;

/** A limit in people beyond which nobody means a limit. */
const MANY = 1_000_000;

const values = {
  type: 'array',
  maxItems: bounds.values,
  items: { type: 'string', maxLength: bounds.valueLength },
} as const;

/** A part of the settings that may be left out; it stays as it is then. */
const Part = (type: Type<unknown>): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type }),
    IsOptional(),
    IsObject(),
    ValidateNested(),
    Convert(() => type),
  );

/** Which values of one field are in WeThrive, read as a reader does: letter case, blanks and encoding do not count. */
export class ScopeRuleBody {
  @ApiProperty({ ...values, nullable: true, description: 'null: everything' })
  @ValidateIf(({ include }: ScopeRuleBody) => include !== null)
  @IsArray()
  @ArrayMaxSize(bounds.values)
  @IsString({ each: true })
  @MaxLength(bounds.valueLength, { each: true })
  include: string[] | null;

  @ApiProperty({ ...values, description: 'Left out even if it is included' })
  @IsArray()
  @ArrayMaxSize(bounds.values)
  @IsString({ each: true })
  @MaxLength(bounds.valueLength, { each: true })
  exclude: string[];
}

/** Who should be in WeThrive; a field that is not given stays as it is. */
export class ScopeBody {
  @Part(ScopeRuleBody) employmentType?: ScopeRuleBody;
  @Part(ScopeRuleBody) company?: ScopeRuleBody;
  @Part(ScopeRuleBody) location?: ScopeRuleBody;
  @Part(ScopeRuleBody) department?: ScopeRuleBody;
}

/** Somebody who is never synced. */
export class LeftOutBody {
  @ApiProperty({ format: 'uuid' })
  personId: string;

  @ApiProperty({ minLength: 1, maxLength: bounds.reasonLength, pattern: '\\S' })
  reason: string;
}

/** What is wrong with somebody who is to be left out. */
function leftOutFaults(item: unknown): ItemFault[] {
  if (typeof item !== 'object' || item === null) return [{ field: '', message: 'it must be an object' }];
  const { personId, reason, ...others } = Object.assign(new LeftOutBody(), item);
  const isReason = typeof reason === 'string' && reason.length <= bounds.reasonLength && reason.trim() !== '';
  return [
    ...(isUUID(personId) ? [] : [{ field: 'personId', message: 'personId must be a UUID' }]),
    ...(isReason ? [] : [{ field: 'reason', message: `reason must be 1 to ${bounds.reasonLength} characters` }]),
    ...Object.keys(others).map((field) => ({ field, message: `property ${field} should not exist` })),
  ];
}

/** Changes wait for an OK above the larger of the two. */
export class LimitBody {
  @ApiProperty({ type: 'integer', minimum: 0, maximum: MANY })
  @IsInt()
  @Min(0)
  @Max(MANY)
  people: number;

  @ApiProperty({ minimum: 0, maximum: 1, description: 'Of the people it is about' })
  @IsNumber()
  @Min(0)
  @Max(1)
  fraction: number;
}

/** When changes wait for an OK; a limit that is not given stays as it is. */
export class SafeguardsBody {
  @Part(LimitBody) leavers?: LimitBody;
  @Part(LimitBody) absentOrOutOfScope?: LimitBody;
  @Part(LimitBody) joiners?: LimitBody;
  @Part(LimitBody) fieldGoesBlank?: LimitBody;
  @Part(LimitBody) fieldBecomesOneValue?: LimitBody;
  @Part(LimitBody) emailChanges?: LimitBody;
  @Part(LimitBody) unknownStatus?: LimitBody;

  @ApiPropertyOptional({ minimum: 0, maximum: 1, description: 'At least this part of the known people must be there' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  knownInSnapshot?: number;
}

/** `POST …/policy/scope-effect`. */
export class ScopeEffectBody {
  @ApiProperty({ type: ScopeBody })
  @IsObject()
  @ValidateNested()
  @Convert(() => ScopeBody)
  scope: ScopeBody;
}

const ids = { type: 'array', maxItems: bounds.people, items: { type: 'string', format: 'uuid' } } as const;

/** `PUT …/policy`: what is not given stays as it is. */
export class PutPolicyBody {
  @ApiPropertyOptional({ maxLength: 64, description: 'IANA name; days begin and end by it' })
  @IsOptional()
  @IsTimeZone()
  @Length(1, 64)
  timeZone?: string;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: bounds.days,
    description: 'How early joiners are added',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(bounds.days)
  daysBeforeStart?: number;

  @Part(ScopeBody) scope?: ScopeBody;

  @ApiPropertyOptional({ type: [LeftOutBody], maxItems: bounds.people })
  @IsOptional()
  @LongList(bounds.people, leftOutFaults, 'personId')
  leaveOut?: LeftOutBody[];

  @ApiPropertyOptional({ ...ids, description: 'Never set to inactive by a sync' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(bounds.people)
  @EachOnce()
  @IsUUID(undefined, { each: true })
  protectedPeople?: string[];

  @Part(SafeguardsBody) safeguards?: SafeguardsBody;

  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'The version that was shown; 0: whatever it is' })
  @IsOptional()
  @IsInt()
  @Min(0)
  expectedVersion?: number;

  /** Settings may be sent back as they came. */
  @ApiPropertyOptional({ type: 'integer', minimum: 0, description: 'The same as expectedVersion' })
  @IsOptional()
  @IsInt()
  @Min(0)
  version?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    description:
      'How many people would leave by the new scope, as its effect showed it: their leaving needs no OK then',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  confirmedLeaving?: number;
}

export type PolicyChange = Shape<PutPolicyBody>;
export type ScopeJson = Shape<ScopeBody>;

/** Who should be in WeThrive. */
class ScopeView {
  @ApiProperty({ type: ScopeRuleBody }) employmentType: ScopeRuleBody;
  @ApiProperty({ type: ScopeRuleBody }) company: ScopeRuleBody;
  @ApiProperty({ type: ScopeRuleBody }) location: ScopeRuleBody;
  @ApiProperty({ type: ScopeRuleBody }) department: ScopeRuleBody;
}

/** When changes wait for an OK. */
class SafeguardLimitsView {
  @ApiProperty({ type: LimitBody }) leavers: LimitBody;
  @ApiProperty({ type: LimitBody }) absentOrOutOfScope: LimitBody;
  @ApiProperty({ type: LimitBody }) joiners: LimitBody;
  @ApiProperty({ type: LimitBody }) fieldGoesBlank: LimitBody;
  @ApiProperty({ type: LimitBody }) fieldBecomesOneValue: LimitBody;
  @ApiProperty({ type: LimitBody }) emailChanges: LimitBody;
  @ApiProperty({ type: LimitBody }) unknownStatus: LimitBody;
  @ApiProperty({ minimum: 0, maximum: 1 }) knownInSnapshot: number;
}

/** A tenant's settings for deciding. */
export class PolicyView {
  @ApiProperty({ type: 'integer', description: 'Rises with each change; 0: nothing was ever set' }) version: number;
  @ApiProperty({ description: 'IANA name' }) timeZone: string;
  @ApiProperty({ type: 'integer' }) daysBeforeStart: number;
  @ApiProperty({ type: ScopeView }) scope: ScopeView;
  @ApiProperty({ type: [LeftOutBody] }) leaveOut: readonly LeftOutBody[];
  @ApiProperty(ids) protectedPeople: readonly string[];
  @ApiProperty({ type: SafeguardLimitsView }) safeguards: SafeguardLimitsView;
}
export type PolicyJson = Shape<PolicyView>;

/** How many employees have a value. */
class ScopeValueView {
  @ApiProperty({ type: String, nullable: true, description: 'null: blank in PeopleHR' }) value: string | null;
  @ApiProperty({ type: 'integer', description: 'However they write it' }) employees: number;
  @ApiProperty({ type: [String], description: 'How the scope writes it, if it names it' }) named: readonly string[];
}

/** The values of one field, the most frequent first. */
class ScopeFieldView {
  @ApiProperty({ enum: ['employmentType', 'company', 'location', 'department'] }) field: string;
  @ApiProperty({ type: [ScopeValueView] }) values: readonly ScopeValueView[];
  @ApiProperty({ type: [String], description: 'Values that the scope names and no current employee has' })
  unmatched: readonly string[];
}

/** Who would be in and out of WeThrive, by PeopleHR's last answer that was applied. */
export class ScopeEffectView {
  @ApiProperty({ type: 'integer', description: 'Current employees in PeopleHR' }) employees: number;
  @ApiProperty({ type: 'integer' }) included: number;
  @ApiProperty({ type: 'integer', description: 'Active people who would leave' }) leaving: number;
  @ApiProperty({ type: 'integer', description: 'Employees who would be added' }) joining: number;
  @ApiProperty({ type: [ScopeFieldView] }) fields: readonly ScopeFieldView[];
}
export type ScopeEffectJson = Shape<ScopeEffectView>;

import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { QueryNumber } from './query-number.decorator';

/** The People table's cursor holds a name of 512 characters, whatever the script. */
const LONGEST_CURSOR = 4096;

/** How much of a list, and from where. */
export class PageQuery {
  @QueryNumber({ minimum: 1, maximum: 500, default: 100 })
  limit: number = 100;

  /** `nextCursor` of the page before. */
  @ApiPropertyOptional({ minLength: 1, maxLength: LONGEST_CURSOR })
  @IsOptional()
  @IsString()
  @Length(1, LONGEST_CURSOR)
  cursor?: string;
}

/** One page of a list; `nextCursor` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A page's class for OpenAPI. */
export function PageOf<T>(item: Type<T>): Type<Page<T>> {
  class PageView implements Page<T> {
    @ApiProperty({ type: [item] }) items: readonly T[];
    @ApiProperty({ type: String, nullable: true }) nextCursor: string | null;
  }
  return PageView;
}

import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** A whole number in a query, and what it is without one. */
export interface QueryNumberOptions {
  readonly minimum: number;
  readonly maximum: number;
  readonly default: number;
  readonly description?: string;
}

/** Digits and nothing else. `Number` would take an empty text for 0, and `0x10`, `1e2` and ` 5` for numbers. */
const DIGITS = /^(0|[1-9]\d{0,15})$/;

/** A whole number in a query: declared, documented and checked in one. */
export const QueryNumber = (options: QueryNumberOptions): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'integer', ...options }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && DIGITS.test(value) ? Number(value) : value,
    ),
    IsInt(),
    Min(options.minimum),
    Max(options.maximum),
  );

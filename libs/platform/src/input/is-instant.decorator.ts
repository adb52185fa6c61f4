import { instantOf } from '@people-sync/contracts';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/** A time by RFC 3339 that there is, in the years that are meant (contracts, calendar.ts). */
export const IsInstant = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isInstant',
      validator: {
        validate: (value: unknown) => typeof value === 'string' && instantOf(value) !== undefined,
        defaultMessage: () => '$property must be a time that exists, like 2026-03-02T07:00:00Z',
      },
    },
    options,
  );

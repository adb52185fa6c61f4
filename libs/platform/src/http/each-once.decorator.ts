import { buildMessage, ValidateBy, type ValidationOptions } from 'class-validator';

/** No item of the list is there twice. `ArrayUnique` does the same in a time that grows with the square of the list. */
export const EachOnce = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'arrayUnique',
      validator: {
        validate: (value: unknown) => !Array.isArray(value) || new Set(value).size === value.length,
        defaultMessage: buildMessage((each) => `${each}All $property's elements must be unique`, options),
      },
    },
    options,
  );

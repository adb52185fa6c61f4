import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { type InvalidField, invalidRequest } from './problem.exception';

/** Checks DTO classes of handlers: unknown fields are refused, all wrong fields are listed in one answer. */
export const inputPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => invalidRequest(errors.flatMap((error) => fieldsOf(error, ''))),
  });

function fieldsOf(error: ValidationError, parent: string): InvalidField[] {
  const field = parent + error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldsOf(child, `${field}.`))];
}

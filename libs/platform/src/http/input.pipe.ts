import { type ArgumentMetadata, Injectable, type Type, ValidationPipe } from '@nestjs/common';
import { longListsOf } from './long-list.decorator';
import { invalidRequest } from './problem.exception';
import { fieldsOf, validated } from './validated';

/** Checks DTO classes of handlers: unknown fields are refused, all wrong fields are listed in one answer. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      validationError: { target: false, value: false },
      // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- Nest's own type of the same errors
      exceptionFactory: (errors) => invalidRequest(fieldsOf(errors)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const metatype: Type<object> | undefined = metadata.metatype;
    if (!metatype || longListsOf(metatype).length === 0 || typeof value !== 'object' || value === null) {
      return super.transform(value, metadata);
    }
    const { value: made, wrong } = await validated(metatype, value);
    if (wrong.length > 0) throw invalidRequest(wrong);
    return made;
  }
}

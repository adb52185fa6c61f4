import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiBadRequestResponse, ApiForbiddenResponse, ApiHeader } from '@nestjs/swagger';
import { OnceInterceptor } from './once.interceptor';

/** The route changes something: it is made once for each Idempotency-Key, and says what it takes and may be refused with. */
export const Changing = () =>
  applyDecorators(
    UseInterceptors(OnceInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same call again gives the same answer for 24 h',
    }),
    ApiHeader({ name: 'Acting-User', required: false, description: 'From the platform: who pressed the button' }),
    ApiBadRequestResponse({ description: 'Some of the input cannot be used: see fields' }),
    ApiForbiddenResponse({ description: 'Your role does not allow this' }),
  );

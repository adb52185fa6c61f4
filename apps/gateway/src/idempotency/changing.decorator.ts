import { applyDecorators } from '@nestjs/common';
import { ApiBadRequestResponse, ApiForbiddenResponse, ApiHeader } from '@nestjs/swagger';

/** Documents what every changing call takes and may be refused with. */
export const Changing = () =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same call again gives the same answer for 24 h',
    }),
    ApiHeader({ name: 'Acting-User', required: false, description: 'From the platform: who pressed the button' }),
    ApiBadRequestResponse({ description: 'Some of the input cannot be used: see fields' }),
    ApiForbiddenResponse({ description: 'Your role does not allow this' }),
  );

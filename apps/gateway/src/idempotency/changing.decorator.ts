import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { DecidedByPerson } from '../access/acting-user.guard';
import { OnceInterceptor } from './once.interceptor';

const FORM = 'UTF-8, percent-encoded (RFC 8187: Zo%C3%AB)';

/**
 * The route changes something: it is made once for each Idempotency-Key, and says what it takes and may be refused with.
 * @param isDecision a person decides something by it: the platform has to name them
 */
export const Changing = ({ isDecision = false }: { isDecision?: boolean } = {}) =>
  applyDecorators(
    UseInterceptors(OnceInterceptor),
    ...(isDecision ? [DecidedByPerson()] : []),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'The same call again gives the same answer for 24 h',
    }),
    ApiHeader({
      name: 'Acting-User',
      required: false,
      description: isDecision
        ? `Who decides: ${FORM}. Required of the platform; for others it is whom their token is for`
        : `From the platform: who pressed the button. ${FORM}`,
    }),
  );

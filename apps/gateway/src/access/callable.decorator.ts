import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth } from '@nestjs/swagger';

/** Documents who may call: whoever has a bearer token, or signed in with this browser. */
export const Callable = () => applyDecorators(ApiBearerAuth(), ApiCookieAuth('session'));

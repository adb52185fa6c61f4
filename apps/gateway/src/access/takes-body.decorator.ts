import { applyDecorators } from '@nestjs/common';
import {
  ApiPayloadTooLargeResponse,
  ApiRequestTimeoutResponse,
  ApiUnsupportedMediaTypeResponse,
} from '@nestjs/swagger';
import { type BodyLimits, TakesBody as Takes } from '@people-sync/platform';

/** The platform's `@TakesBody`, with what it may refuse in the description of the interface. */
export const TakesBody = (limits: Partial<BodyLimits> = {}) =>
  applyDecorators(
    Takes(limits),
    ApiPayloadTooLargeResponse({ description: 'too-large: nothing beyond the limit is read' }),
    ApiUnsupportedMediaTypeResponse({ description: 'Another media type than those named here, or a compressed body' }),
    ApiRequestTimeoutResponse({ description: 'timeout: the body took too long to arrive' }),
  );

import { applyDecorators, UseGuards, UseInterceptors } from '@nestjs/common';
import { RateLimitGuard } from '../access/rate-limit.guard';
import { PlaceInterceptor } from './place.interceptor';

/** What known callers may ask: so often in a minute, and of one company so much at once. On every controller or method. */
export const Bounded = () => applyDecorators(UseGuards(RateLimitGuard), UseInterceptors(PlaceInterceptor));

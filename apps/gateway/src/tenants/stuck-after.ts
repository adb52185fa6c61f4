import type { GatewayConfig } from '../gateway.config';
import type { StuckAfter } from './tenants-in-need.repository';

/** Long before the gateway ends such a sync by itself. */
export const stuckAfter = ({ STALLED_AFTER_MS, NO_PROGRESS_AFTER_SCHEDULED_MS }: GatewayConfig): StuckAfter => ({
  afterMs: STALLED_AFTER_MS,
  // An hour without PeopleHR, or in a long queue, is nothing that somebody has to hear of.
  scheduledMs: NO_PROGRESS_AFTER_SCHEDULED_MS / 2,
});

import type { GatewayConfig } from '../gateway.config';
import type { StuckAfter } from './tenants-in-need.repository';

/** Long before the gateway ends such a sync by itself. */
export const stuckAfter = ({ STALLED_AFTER_MS, NO_PROGRESS_AFTER_MS }: GatewayConfig): StuckAfter => ({
  afterMs: STALLED_AFTER_MS,
  scheduledMs: NO_PROGRESS_AFTER_MS,
});

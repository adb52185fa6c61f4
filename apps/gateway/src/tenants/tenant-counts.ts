import { Injectable } from '@nestjs/common';
import { Look, Meters, metrics, ScrapeDatabase } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';
import { stuckAfter } from './stuck-after';
import { TenantsInNeedRepository } from './tenants-in-need.repository';

/** Every tenant is looked at once, by an index. */
const FRESH_MS = 10_000;

/** Tells how many companies need somebody; which ones is asked at `GET /v1/tenants?state=`. */
@Injectable()
export class TenantCounts {
  constructor(meters: Meters, config: GatewayConfig, scrapes: ScrapeDatabase, tenants: TenantsInNeedRepository) {
    const count = new Look(() => tenants.count((sql, values) => scrapes.ask(sql, values), stuckAfter(config)), {
      freshMs: FRESH_MS,
    });
    meters.gauge(metrics.tenants, async () =>
      Object.entries(await count.now()).map(([state, value]) => ({ labels: { state }, value })),
    );
  }
}

import { Injectable } from '@nestjs/common';
import { Look, Meters, metrics, ScrapeDatabase } from '@people-sync/platform';
import { syncSteps } from '@people-sync/contracts/api';

/** Open syncs of one step. */
interface OpenStep {
  readonly step: string;
  readonly count: number;
  /** Of the one that has been in it longest. */
  readonly seconds: number;
}

/** By the index of what is not over. */
const OPEN = `
  SELECT CASE WHEN approving THEN 'approving' ELSE status END AS step, count(*)::int AS count,
         extract(epoch FROM clock_timestamp() - min(status_since))::float8 AS seconds
    FROM syncs WHERE rank < 6 GROUP BY 1`;

/** Tells how many syncs are in which step, and for how long the oldest has been there. */
@Injectable()
export class OpenSyncs {
  constructor(meters: Meters, scrapes: ScrapeDatabase) {
    const open = new Look(() => scrapes.ask<OpenStep>(OPEN));
    const readings = async (of: 'count' | 'seconds') => {
      const found = new Map((await open.now()).map((one) => [one.step, one]));
      return syncSteps.map((step) => ({ labels: { step }, value: Math.max(0, found.get(step)?.[of] ?? 0) }));
    };
    meters.gauge(metrics.syncsOpen, () => readings('count'));
    meters.gauge(metrics.syncsOpenSeconds, () => readings('seconds'));
  }
}

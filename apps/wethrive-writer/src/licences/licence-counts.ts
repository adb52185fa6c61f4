import { Injectable } from '@nestjs/common';
import { Look, Meters, metrics, ScrapeDatabase } from '@people-sync/platform';

/** Of all companies together. */
interface Counts {
  readonly seats: number;
  readonly active: number;
  readonly waiting: number;
  readonly short: number;
}

/** One row a company. */
const COUNTS = `
  SELECT coalesce(sum(seats), 0)::float8 AS seats, coalesce(sum(active), 0)::float8 AS active,
         coalesce(sum(waiting), 0)::float8 AS waiting, (count(*) FILTER (WHERE waiting > 0))::float8 AS short
    FROM licences`;

/** Tells how many licences there are, and how many people and companies wait for one. */
@Injectable()
export class LicenceCounts {
  constructor(meters: Meters, scrapes: ScrapeDatabase) {
    const look = new Look(async () => (await scrapes.ask<Counts>(COUNTS))[0]);
    meters.gauge(metrics.licences, async () => {
      const counts = await look.now();
      if (!counts) return [];
      return (['seats', 'active', 'waiting'] as const).map((state) => ({ labels: { state }, value: counts[state] }));
    });
    meters.number(metrics.licencesShort, async () => (await look.now())?.short);
  }
}

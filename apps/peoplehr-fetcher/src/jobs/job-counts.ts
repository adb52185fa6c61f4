import { Injectable } from '@nestjs/common';
import { Look, Meters, metrics, ScrapeDatabase } from '@people-sync/platform';

/** Jobs of one state. */
interface JobCount {
  readonly state: string;
  readonly count: number;
  /** Since the oldest was asked for. */
  readonly seconds: number;
}

const states = ['due', 'paused', 'running', 'abandoned'] as const;

/** By the index of what is due; a lease that ran out is nobody's any more. */
const COUNTS = `
  SELECT CASE state WHEN 'waiting' THEN CASE WHEN due_at <= now() THEN 'due' ELSE 'paused' END
                    ELSE CASE WHEN due_at <= now() THEN 'abandoned' ELSE 'running' END END AS state,
         count(*)::int AS count, extract(epoch FROM now() - min(requested_at))::float8 AS seconds
    FROM jobs WHERE due_at IS NOT NULL GROUP BY 1`;

/** Tells how many answers of PeopleHR are still to be read, by all fetchers together. */
@Injectable()
export class JobCounts {
  constructor(meters: Meters, scrapes: ScrapeDatabase) {
    const look = new Look(() => scrapes.ask<JobCount>(COUNTS));
    const readings = async (of: 'count' | 'seconds') => {
      const found = new Map((await look.now()).map((one) => [one.state, one]));
      return states.map((state) => ({ labels: { state }, value: Math.max(0, found.get(state)?.[of] ?? 0) }));
    };
    meters.gauge(metrics.jobs, () => readings('count'));
    meters.gauge(metrics.jobsSeconds, () => readings('seconds'));
  }
}

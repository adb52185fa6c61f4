import { Inject, Injectable } from '@nestjs/common';
import { KEY_ENCRYPTION, type KeyEncryption, Look, Meters, metrics, ScrapeDatabase } from '@people-sync/platform';

interface Counts {
  readonly connected: number;
  readonly broken: number;
  /** By the id of the key-encryption key. */
  readonly keys: Readonly<Record<string, number>>;
}

const COUNTS = `
  SELECT count(*) FILTER (WHERE state = 'connected')::int AS connected,
         count(*) FILTER (WHERE state = 'broken')::int AS broken,
         (SELECT coalesce(json_object_agg(kek_id, n), '{}')
            FROM (SELECT kek_id, count(*) AS n FROM connections WHERE kek_id IS NOT NULL GROUP BY kek_id) k) AS keys
    FROM connections`;

/** Tells how many keys of PeopleHR there are, whether they work, and which keys wrap them. */
@Injectable()
export class ConnectionCounts {
  constructor(meters: Meters, scrapes: ScrapeDatabase, @Inject(KEY_ENCRYPTION) encryption: KeyEncryption) {
    const look = new Look(async () => (await scrapes.ask<Counts>(COUNTS))[0]);
    meters.gauge(metrics.connections, async () => {
      const counts = await look.now();
      if (!counts) return [];
      return (['connected', 'broken'] as const).map((state) => ({ labels: { state }, value: counts[state] }));
    });
    // A key that no row names may leave KEYRING: it is shown with 0, and one that is missing there with what it wraps.
    meters.gauge(metrics.storedKeys, async () => {
      const keys = { ...Object.fromEntries(encryption.keyIds.map((id) => [id, 0])), ...(await look.now())?.keys };
      return Object.entries(keys).map(([key_id, value]) => ({ labels: { key_id }, value }));
    });
  }
}

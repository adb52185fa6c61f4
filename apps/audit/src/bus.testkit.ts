import { type NewEvent, topicUsers, withPosition } from '@people-sync/contracts';
import { partitionOf } from '@people-sync/messaging';
import { Client } from 'pg';

/** The embedded bus as all services' relays fill it. Whoever opens it must close it. */
export class BusUnderTest {
  private readonly positions = new Map<string, number>();

  private constructor(readonly sql: Client) {}

  static async open(url: string): Promise<BusUnderTest> {
    const sql = new Client({ connectionString: url });
    await sql.connect();
    return new BusUnderTest(sql);
  }

  async send(events: readonly NewEvent[]): Promise<void> {
    for (const { topic, key, json } of events) {
      const partition = partitionOf(key);
      const stream = `${topic}/${partition}`;
      const position = (this.positions.get(stream) ?? 0) + 1;
      const { hasPlaces } = topicUsers[topic];
      if (hasPlaces) this.positions.set(stream, position);
      await this.sql.query(
        `WITH place AS (
           UPDATE bus_stream SET next_offset = next_offset + 1 WHERE topic = $1 AND partition = $2
           RETURNING topic, partition, next_offset - 1
         )
         INSERT INTO bus_record (topic, partition, record_offset, key, value) SELECT *, $3, $4 FROM place`,
        [topic, partition, key, hasPlaces ? withPosition(json, 1, position) : json],
      );
    }
    await this.sql.query(`SELECT pg_notify('peoplesync_bus', '')`);
  }

  close(): Promise<void> {
    return this.sql.end();
  }
}

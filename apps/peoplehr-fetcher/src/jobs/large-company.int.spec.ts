import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describeReal, eventually, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { type Answer, worker } from '../rig/fake-peoplehr.testkit';
import { FetcherRig } from '../rig/fetcher-rig.testkit';

const PEOPLE = 50_000;
const MIB = 1024 * 1024;
/** Beyond what the idle process takes: 25 MB of employees and what waits for the garbage collector, never the body. */
const GROWTH_MIB = 150;

/** As large as PeopleHR's: 3.6 KB an employee, most of it of no interest. */
const padding = Object.fromEntries(
  Array.from({ length: 50 }, (_, i) => [`APIColumn${i}`, { DisplayValue: 'x'.repeat(25), FieldHistory: [] }]),
);
const employeeJson = JSON.stringify(worker('PW#', padding));

/** Written as fast as the reader takes it. */
const wholeCompany = (onSent: (bytes: number) => void): Answer => {
  return (response) => {
    const send = async () => {
      let bytes = 0;
      const write = async (text: string) => {
        bytes += Buffer.byteLength(text);
        if (!response.write(text)) await once(response, 'drain');
      };
      await write('{"isError":false,"Status":0,"Message":"ok","Result":[');
      for (let n = 0; n < PEOPLE; n++) await write((n === 0 ? '' : ',') + employeeJson.replaceAll('PW#', `PW${n}`));
      await write(']}');
      response.end();
      onSent(bytes);
    };
    void send().catch(() => response.destroy());
  };
};

describeReal('postgres')('a company of 50,000', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
  });
  afterAll(async () => {
    if (child?.exitCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await rig.close();
    await database.drop();
  });

  /** The process' management address, from what it prints when it is up. */
  const start = async (): Promise<string> => {
    const main = join(__dirname, '../../dist/main.js');
    const started = spawn(process.execPath, [main], {
      env: await rig.environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = started;
    let printed = '';
    started.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    return eventually(() => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (address === undefined) throw new Error(`not up: ${printed}`);
      return address;
    });
  };
  const memoryOf = async (management: string): Promise<number> => {
    // A connection of its own each time: one that is kept may be closed by the busy process in the moment of its next use.
    const metrics = await (await fetch(`${management}/metrics`, { headers: { connection: 'close' } })).text();
    return Number(/^process_resident_memory_bytes\S* (\d+)/m.exec(metrics)?.[1]) / MIB;
  };

  it('is read and sent completely, in less memory than its answer is long', async () => {
    const management = await start();
    const idle = await memoryOf(management);
    let sent = 0;
    const tenant = rig.tenant(wholeCompany((bytes) => (sent = bytes)));
    await rig.request(tenant);
    const peak = { mib: 0, isOver: false };
    const watch = (async () => {
      while (!peak.isOver) {
        peak.mib = Math.max(peak.mib, await memoryOf(management));
        await wait(20);
      }
    })();
    await eventually(
      async () => expect(await rig.job(tenant, 'done')).toMatchObject({ failure: null, attempt: 1 }),
      120_000,
    );
    peak.isOver = true;
    await watch;
    expect(sent).toBeGreaterThan(180 * MIB * 0.95);
    expect(idle).toBeGreaterThan(20);
    expect(peak.mib - idle).toBeLessThan(GROWTH_MIB);
    const { rows } = await rig.sql.query<{ type: string; count: number; people: number }>(
      `SELECT split_part(value::jsonb ->> 'type', '.', 5) AS type, count(*)::int AS count,
              count(DISTINCT value::jsonb -> 'data' -> 'employee' ->> 'employeeId')::int AS people
         FROM bus_record WHERE key = $1 GROUP BY 1 ORDER BY 1`,
      [tenant.tenantId],
    );
    expect(rows.filter(({ people }) => people > 0)).toEqual([{ type: 'snapshot', count: PEOPLE, people: PEOPLE }]);
  }, 180_000);
});

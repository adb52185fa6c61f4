import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Client } from 'pg';
import { eventually } from '../eventually';
import { describeReal } from '../real';
import { isAlive } from '../servers/sweep';
import { type RunningSystem, services } from './running-system';
import { startSystem } from './start-system';

/** A call to the gateway as the platform. */
async function call(system: RunningSystem, method: string, path: string, body?: unknown) {
  const response = await fetch(system.http + path, {
    method,
    headers: { authorization: `Bearer ${system.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const foldersOfThisRun = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`peoplesync-system-${process.pid}-`));

describeReal('postgres', 'kafka')('the distributed system', () => {
  it('runs as processes, comes back after a kill of a service or of Kafka, and leaves nothing behind', async () => {
    const system = await startSystem({ form: 'distributed' });
    const pids = services.map((name) => system.pid(name));
    expect(new Set(pids).size).toBe(services.length);

    await call(system, 'PUT', '/v1/tenants/northwind', { name: 'Northwind Tiles', unlimited: true });
    await system.kill('wethrive-writer');
    expect(() => system.pid('wethrive-writer')).toThrow('wethrive-writer does not run');
    await system.restart('wethrive-writer');
    if (process.env['TEST_KAFKA_FROM'] === 'embedded') {
      await system.kafka.kill();
      await system.kafka.start();
    }
    await eventually(async () => {
      const people = await call(system, 'GET', '/v1/tenants/northwind/people');
      expect(people).toEqual({ status: 200, body: expect.objectContaining({ items: [] }) });
    });

    await system.stop();
    expect([...pids].filter(isAlive)).toEqual([]);
    expect(foldersOfThisRun()).toEqual([]);
    await expect(new Client({ connectionString: system.databaseUrl }).connect()).rejects.toThrow('does not exist');
  });

  it('says why when a service does not start, and stops the others', async () => {
    const starting = startSystem({ form: 'distributed', env: { gateway: { NO_PROGRESS_AFTER_MS: 'soon' } } });
    await expect(starting).rejects.toThrow(/gateway ended at once:[^]*NO_PROGRESS_AFTER_MS/);
    expect(foldersOfThisRun()).toEqual([]);
  });

  it('fails the test when a service ends although nobody told it to', async () => {
    const system = await startSystem({ form: 'distributed' });
    const pid = system.pid('reconciler');
    process.kill(pid, 'SIGKILL');
    await eventually(() => expect(isAlive(pid)).toBe(false));
    await expect(system.stop()).rejects.toThrow('reconciler ended by itself (SIGKILL)');
  });
});

describe('the embedded system', () => {
  it('runs in one process, keeps its data over a kill, and leaves nothing behind', async () => {
    const system = await startSystem({ form: 'embedded' });
    await call(system, 'PUT', '/v1/tenants/northwind', { name: 'Northwind Tiles', seats: 30 });

    await system.restart('all-in-one');
    const pid = system.pid('all-in-one');
    expect(await call(system, 'GET', '/v1/tenants/northwind/licences')).toMatchObject({ body: { seats: 30 } });
    const token = await system.tokenFor({ subject: 'ada@northwind.example', roles: ['peoplesync.admin'], tenant: 'x' });
    const others = await fetch(`${system.http}/v1/tenants/northwind/people`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(others.status).toBe(404);

    const { databaseUrl } = system;
    await system.kill('all-in-one');
    await system.stop();
    expect(isAlive(pid)).toBe(false);
    expect(foldersOfThisRun()).toEqual([]);
    await expect(new Client({ connectionString: databaseUrl }).connect()).rejects.toThrow('ECONNREFUSED');
  });
});

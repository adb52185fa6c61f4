import { status } from '@grpc/grpc-js';
import { unavailable } from '@people-sync/platform';
import { aTenantId, describeReal, eventually, provideTestDatabase } from '@people-sync/testing';
import { firstValueFrom, Subject, takeUntil, tap, toArray } from 'rxjs';
import { HASH } from '../rig/answers.testkit';
import { applied, approvedEvent, completed, planned, started } from '../rig/events.testkit';
import { GatewayRig } from '../rig/gateway.testkit';
import { StatusStream } from '../rig/status-stream.testkit';
import { SyncsRepository } from './syncs.repository';

describeReal('postgres')('watching a sync', () => {
  let rig: GatewayRig;
  let tenant: string;
  let token: string;
  let about: { tenantId: string; syncId: string; number: number };

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase());
  });
  afterAll(() => rig.stop());
  beforeEach(async () => {
    tenant = aTenantId();
    token = await rig.tenant(tenant);
    const start = await rig.http('POST', `/v1/tenants/${tenant}/syncs`, { token, body: { mode: 'apply' } });
    about = { tenantId: tenant, syncId: start.body.syncId, number: 1 };
  });

  const events = (gateway = rig.gateway, lastEventId?: string) =>
    StatusStream.open(`${gateway.http ?? ''}/v1/tenants/${tenant}/syncs/${about.syncId}/events`, token, lastEventId);
  const shows = (stream: StatusStream, ...statuses: string[]) =>
    eventually(() => expect(stream.statuses).toEqual(statuses));

  it('tells every state as it comes, and ends when the sync is over', async () => {
    const stream = await events();
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
    await shows(stream, 'requested');
    await rig.neighbours.publish([started(about)]);
    await shows(stream, 'requested', 'fetching');
    await rig.neighbours.publish([completed(about)]);
    await shows(stream, 'requested', 'fetching', 'comparing');
    await rig.neighbours.emit([planned(about)]);
    await shows(stream, 'requested', 'fetching', 'comparing', 'applying');
    await rig.neighbours.emit([applied(about)]);
    await shows(stream, 'requested', 'fetching', 'comparing', 'applying', 'completed');
    await eventually(() => expect(stream.ended).toBe(true));
  });

  it('ends when the plan waits for an OK', async () => {
    const stream = await events();
    await rig.neighbours.emit([planned(about, 'held')]);
    await eventually(() => expect(stream.ended).toBe(true));
    expect(stream.statuses.at(-1)).toBe('held');
  });

  it('starts again once somebody gave their OK, over both doors', async () => {
    await rig.neighbours.emit([planned(about, 'held')]);
    await eventually(async () => {
      const sync = await rig.http('GET', `/v1/tenants/${tenant}/syncs/${about.syncId}`, { token });
      expect(sync.body.status).toBe('held');
    });
    const waits = await events();
    await eventually(() => expect(waits.ended).toBe(true));
    expect(waits.statuses).toEqual(['held']);

    const client = await rig.grpc(token);
    let answer: () => void = () => undefined;
    rig.neighbours.delays.set('approvePlan', new Promise((resolve) => (answer = resolve)));
    const approved = client.approvePlan({
      tenant,
      syncId: about.syncId,
      planHash: HASH,
      leftOut: [],
      leaversOnly: false,
    });
    await eventually(() => expect(rig.neighbours.requestsOf('approvePlan')).not.toHaveLength(0));
    // The OK is given, and the reconciler has not answered yet: there is something to watch again.
    const stream = await events();
    await shows(stream, 'held');
    const watched = firstValueFrom(client.watchSync({ tenant, syncId: about.syncId }).pipe(toArray()));
    rig.neighbours.delays.clear();
    answer();
    expect(await approved).toMatchObject({ syncId: about.syncId, status: 'SYNC_STATUS_APPLYING' });
    await shows(stream, 'held', 'applying');
    expect(stream.ended).toBe(false);
    await rig.neighbours.emit([approvedEvent(about), applied(about)]);
    await eventually(() => expect(stream.ended).toBe(true));
    expect(stream.statuses).toEqual(['held', 'applying', 'completed']);
    expect((await watched).at(-1)).toMatchObject({ sync: { status: 'SYNC_STATUS_COMPLETED' } });
    client.close();
  });

  it('works on any gateway, whichever hears the events', async () => {
    const other = await rig.another();
    const streams = [await events(), await events(other)];
    await rig.neighbours.emit([planned(about), applied(about)]);
    for (const stream of streams) {
      await eventually(() => expect(stream.ended).toBe(true));
      expect(stream.statuses.at(-1)).toBe('completed');
    }
    await other.close();
  });

  it('begins again where the sync is, after the line was lost', async () => {
    const first = await events();
    await shows(first, 'requested');
    first.close();
    const second = await events();
    await shows(second, 'requested');
    await rig.neighbours.emit([planned(about), applied(about)]);
    await eventually(() => expect(second.ended).toBe(true));
    expect(second.statuses.at(-1)).toBe('completed');
  });

  it('breaks off as unavailable when the gateway stops, and goes on at another one without telling anything twice', async () => {
    const stopping = await rig.another();
    const client = await rig.grpc(token, stopping);
    const before = await events(stopping);
    await shows(before, 'requested');
    const told: (string | undefined)[] = [];
    const watched = firstValueFrom(
      client.watchSync({ tenant, syncId: about.syncId }).pipe(
        tap(({ sync }) => told.push(sync?.status)),
        toArray(),
      ),
    );
    const broken = expect(watched).rejects.toMatchObject({
      code: status.UNAVAILABLE,
      reason: 'service-unavailable',
    });
    await eventually(() => expect(told).toEqual(['SYNC_STATUS_REQUESTED']));
    await stopping.close();
    await broken;
    await eventually(() => expect(before.ended).toBe(true));
    // No event: when to connect again, and from where.
    expect(before.last).toBe(`id: ${before.ids[0] ?? ''}\nretry: 1000`);
    expect(before.ids).toHaveLength(1);
    client.close();

    const next = await rig.grpc(token);
    const lastEventId = before.ids[0] ?? '';
    const after = await events(rig.gateway, lastEventId);
    const goesOn = firstValueFrom(next.watchSync({ tenant, syncId: about.syncId, lastEventId }).pipe(toArray()));
    expect(after.response.status).toBe(200);
    await rig.neighbours.emit([planned(about), applied(about)]);
    await eventually(() => expect(after.ended).toBe(true));
    expect(after.statuses.at(-1)).toBe('completed');
    expect(after.statuses).not.toContain('requested');
    expect((await goesOn).map(({ sync }) => sync?.status)).not.toContain('SYNC_STATUS_REQUESTED');
    next.close();
  });

  it('breaks off when the sync cannot be looked at any more, and tells when to connect again', async () => {
    const stream = await events();
    await shows(stream, 'requested');
    const away = jest.spyOn(SyncsRepository.prototype, 'one').mockRejectedValue(unavailable());
    await rig.neighbours.publish([started(about)]);
    await eventually(() => expect(stream.ended).toBe(true));
    away.mockRestore();
    expect(stream.last).toBe(`id: ${stream.ids[0] ?? ''}\nretry: 1000`);
    expect(stream.statuses).toEqual(['requested']);
  });

  it.each(['over', 'held'] as const)(
    'tells a browser that knows the end to connect no more when it is %s',
    async (end) => {
      const stream = await events();
      await rig.neighbours.emit(end === 'held' ? [planned(about, 'held')] : [planned(about), applied(about)]);
      await eventually(() => expect(stream.ended).toBe(true));
      let known = stream.ids.at(-1) ?? '';
      // As a browser does it: what is known of the end may still grow, and is told then.
      await eventually(async () => {
        const again = await events(rig.gateway, known);
        if (again.response.status === 200) {
          await eventually(() => expect(again.ended).toBe(true));
          known = again.ids.at(-1) ?? known;
        }
        expect([again.response.status, again.response.headers.get('content-type')]).toEqual([204, null]);
      });
      const other = await rig.another();
      expect((await events(other, known)).response.status).toBe(204);
      await other.close();
      // Whoever knows less is told the end first.
      for (const id of ['of another state', undefined]) {
        const late = await events(rig.gateway, id);
        await eventually(() => expect(late.ended).toBe(true));
        expect([late.response.status, late.ids]).toEqual([200, [known]]);
      }
      const client = await rig.grpc(token);
      const nothing = client.watchSync({ tenant, syncId: about.syncId, lastEventId: known }).pipe(toArray());
      expect(await firstValueFrom(nothing)).toEqual([]);
      client.close();
    },
  );

  it('says that the line is alive by comments, and over gRPC by messages of their own, never by a state again', async () => {
    const lively = await rig.another({ WATCH_HEARTBEAT_MS: '20' });
    const client = await rig.grpc(token, lively);
    const kinds: string[] = [];
    const watched = firstValueFrom(
      client.watchSync({ tenant, syncId: about.syncId }).pipe(
        tap(({ kind, eventId }) => kinds.push(`${kind} ${eventId}`)),
        toArray(),
      ),
    );
    const stream = await events(lively);
    await eventually(() => expect(stream.heartbeats).toBeGreaterThan(2));
    await eventually(() => expect(kinds.length).toBeGreaterThan(3));
    expect(stream.ids).toHaveLength(1);
    const [id = ''] = stream.ids;
    expect([...new Set(kinds)]).toEqual([`SYNC_EVENT_KIND_STATE ${id}`, `SYNC_EVENT_KIND_HEARTBEAT ${id}`]);
    await rig.neighbours.emit([planned(about), applied(about)]);
    expect((await watched).at(-1)).toMatchObject({
      kind: 'SYNC_EVENT_KIND_STATE',
      sync: { status: 'SYNC_STATUS_COMPLETED' },
    });
    await eventually(() => expect(stream.ended).toBe(true));
    client.close();
    await lively.close();
  });

  it('goes on when the database forgets who listens', async () => {
    const stream = await events();
    await shows(stream, 'requested');
    await rig.sql.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'peoplesync-gateway-wakes' AND datname = current_database()`,
    );
    await rig.neighbours.emit([planned(about), applied(about)]);
    await eventually(() => expect(stream.ended).toBe(true));
    expect(stream.statuses.at(-1)).toBe('completed');
  });

  it('is one look at the sync for each state, however many watch it over both doors', async () => {
    const client = await rig.grpc(token);
    const streams = await Promise.all(Array.from({ length: 40 }, () => events()));
    const watched = Array.from({ length: 20 }, () =>
      firstValueFrom(client.watchSync({ tenant, syncId: about.syncId }).pipe(toArray())),
    );
    for (const stream of streams) await shows(stream, 'requested');
    const looks = jest.spyOn(SyncsRepository.prototype, 'one');
    await rig.neighbours.publish([started(about)]);
    for (const stream of streams) await shows(stream, 'requested', 'fetching');
    await rig.neighbours.emit([planned(about), applied(about)]);
    for (const stream of streams) await eventually(() => expect(stream.ended).toBe(true));
    for (const states of await Promise.all(watched)) {
      expect(states.at(-1)).toMatchObject({ sync: { status: 'SYNC_STATUS_COMPLETED' } });
    }
    // A few states, each with a wake or two; not one for every watcher.
    expect(looks.mock.calls.filter(([of]) => of === tenant).length).toBeLessThan(20);
    looks.mockRestore();
    client.close();
  });

  it('is open to so many of a company over both doors together, and to others beside them', async () => {
    const few = await rig.another({ OPEN_ANSWERS_PER_TENANT: '3' });
    const client = await rig.grpc(token, few);
    const streams = [await events(few), await events(few)];
    for (const stream of streams) await shows(stream, 'requested');
    const third = client.watchSync({ tenant, syncId: about.syncId });
    let seen = 0;
    const ends = new Subject<void>();
    const ended = firstValueFrom(
      third.pipe(
        tap(() => (seen += 1)),
        takeUntil(ends),
        toArray(),
      ),
    );
    await eventually(() => expect(seen).toBeGreaterThan(0));
    const refused = await events(few);
    expect([refused.response.status, refused.response.headers.get('retry-after')]).toEqual([429, '5']);
    await expect(firstValueFrom(client.watchSync({ tenant, syncId: about.syncId }))).rejects.toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      reason: 'too-many-requests',
    });
    const path = `/v1/tenants/${tenant}/people`;
    const file = await rig.http('GET', path, { token, gateway: few, headers: { accept: 'text/csv' } });
    expect(file.status).toBe(429);
    expect((await rig.http('GET', path, { token, gateway: few })).status).toBe(200);
    const elsewhere = aTenantId();
    await rig.tenant(elsewhere);
    const headers = { accept: 'text/csv' };
    const theirs = await rig.http('GET', `/v1/tenants/${elsewhere}/people`, { token, gateway: few, headers });
    expect(theirs.status).toBe(200);
    // Whoever leaves makes room, at either door.
    ends.next();
    await ended;
    streams[0]?.close();
    await eventually(async () => {
      const again = await events(few);
      expect(again.response.status).toBe(200);
      again.close();
    });
    streams[1]?.close();
    client.close();
    await few.close();
  });

  it('tells the same over gRPC, and ends a call at its deadline', async () => {
    const client = await rig.grpc(token);
    const watched = firstValueFrom(client.watchSync({ tenant, syncId: about.syncId }).pipe(toArray()));
    await rig.neighbours.emit([planned(about), applied(about)]);
    const states = await watched;
    expect(states.at(-1)).toMatchObject({
      sync: { syncId: about.syncId, status: 'SYNC_STATUS_COMPLETED', applied: { joined: 3 } },
    });
    const over = await firstValueFrom(client.watchSync({ tenant, syncId: about.syncId }).pipe(toArray()));
    expect(over.map(({ sync }) => sync?.status)).toEqual(['SYNC_STATUS_COMPLETED']);
    const unknown = client.watchSync({ tenant, syncId: '99999999-9999-4999-8999-999999999999' });
    await expect(firstValueFrom(unknown)).rejects.toMatchObject({ code: status.NOT_FOUND, reason: 'not-found' });
    const next = await client.startSync({ tenant, mode: 'SYNC_MODE_APPLY' });
    const late = client.watchSync({ tenant, syncId: next.syncId }, { deadlineMs: 100 }).pipe(toArray());
    await expect(firstValueFrom(late)).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
    client.close();
  });
});

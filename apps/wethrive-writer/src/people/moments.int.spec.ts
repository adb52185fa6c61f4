import type { writerV1 } from '@people-sync/platform';
import { aTenantId, describeReal, eraseByHand, Mirror, provideTestDatabase, wholeTable } from '@people-sync/testing';
import { employee, type FakeReconciler } from '../fake-reconciler.testkit';
import { withCompany } from '../suite.testkit';
import type { WriterUnderTest } from '../writer.testkit';
import { peopleSorts } from './people-order';
import { UnknownMomentError } from './people.repository';

describeReal('postgres')('the People table of a moment', () => {
  let writer: WriterUnderTest;
  let reconciler: FakeReconciler;
  let tenantId: string;
  let databaseUrl: string;

  withCompany({ provideTestDatabase, aTenantId }, (here) => {
    ({ writer, reconciler, tenantId, databaseUrl } = here);
  });
  const idOf = (employeeId: string) => reconciler.personId(employeeId);
  const feed = async (after = 0) => (await writer.changed(tenantId, after)).changes;
  const told = ({ changeNumber, person, changed, kind }: writerV1.PersonVersion) =>
    `${changeNumber} ${kind} ${person?.orgEmployeeId ?? 'nobody'} [${changed.join()}]`;

  it('carries whom somebody reports to in each change, and a manager who comes or goes is a change of their reports', async () => {
    const reporting = { reportsToEmployeeId: 'PW9' };
    await writer.handle(reconciler.sync([{ joins: employee('PW1', reporting) }, { joins: employee('PW2') }]));
    expect((await feed()).map(({ person }) => person?.reportsTo)).toEqual([undefined, undefined]);
    await writer.handle(reconciler.sync([{ joins: employee('PW9') }]));
    expect((await feed(2)).map(told)).toEqual(['3 added PW9 []', '4 updated PW1 [reportsTo]']);
    expect((await feed(3)).map(({ person }) => person?.reportsTo)).toEqual([idOf('PW9')]);
    // Found in the same sync: no change of its own.
    await writer.handle(
      reconciler.sync([
        { joins: employee('PW3', { reportsToEmployeeId: 'PW2' }) },
        { changes: employee('PW1', { reportsToEmployeeId: 'PW2', jobRole: 'Designer' }) },
      ]),
    );
    expect((await feed(4)).map(told).sort()).toEqual(['5 updated PW1 [team,reportsTo]', '6 added PW3 []']);
    expect((await feed(4)).map(({ person }) => person?.reportsTo)).toEqual([idOf('PW2'), idOf('PW2')]);
    // Whoever leaves is still the one who is named; who has another id is not.
    await writer.handle(reconciler.sync([{ leaves: employee('PW2') }]));
    expect((await feed(6)).map(told)).toEqual(['7 deactivated PW2 [status]']);
    await writer.handle(
      reconciler.sync([{ changes: employee('PW22', { email: 'x@northwind.example' }), formerly: 'PW2' }]),
    );
    expect((await feed(7)).map(told)).toEqual([
      '8 updated PW22 [email,name,orgEmployeeId]',
      '9 updated PW1 [reportsTo]',
      '10 updated PW3 [reportsTo]',
    ]);
    const { versions } = await writer.historyOf(tenantId, idOf('PW1'));
    expect(versions.map(({ person }) => person?.reportsTo)).toEqual([undefined, idOf('PW2'), idOf('PW9'), undefined]);
  });

  it('is not changed by a new name or team of the manager: their reports name the person', async () => {
    await writer.handle(
      reconciler.sync([{ joins: employee('PW1', { reportsToEmployeeId: 'PW2' }) }, { joins: employee('PW2') }]),
    );
    await writer.handle(reconciler.sync([{ changes: employee('PW2', { lastName: 'Hill', jobRole: 'Head' }) }]));
    expect((await feed(2)).map(told)).toEqual(['3 updated PW2 [name,team]']);
  });

  it('says with a number of its own that somebody imported was found in PeopleHR, also if nothing else changes', async () => {
    await writer.handle([reconciler.imports({ orgEmployeeId: 'T1' }, { orgEmployeeId: 'T2', status: 'inactive' })]);
    const [row] = (await writer.people.list({ tenantId, status: 'active' }, undefined, 1)).people;
    const same = employee('T1', {
      ...{ jobRole: row?.team ?? null, location: row?.location ?? null, department: row?.department ?? null },
      ...{ reportsTo: null },
    });
    await writer.handle(reconciler.sync([{ changes: same }, { leaves: employee('T2') }]));
    expect((await feed(2)).map(told).sort()).toEqual([
      '3 updated T2 [notFromPeopleHr]',
      '4 updated T1 [notFromPeopleHr]',
    ]);
    expect((await feed()).map(({ person }) => person?.notFromPeoplehr)).toEqual([true, true, false, false]);
    const once = await wholeTable(writer.door(tenantId, 9));
    expect(once.map(({ notFromPeoplehr }) => notFromPeoplehr)).toEqual([false, false]);
    await writer.handle(reconciler.sync([{ changes: same }]));
    expect(await feed(4)).toEqual([]);
  });

  it.each(peopleSorts)(
    'is what all pages of a list are of, by %s, whoever is renamed, joins or leaves between them',
    async (sort) => {
      const ids = Array.from({ length: 7 }, (_, n) => `PW${n}`);
      await writer.handle(reconciler.sync(ids.map((id) => ({ joins: employee(id, { reportsToEmployeeId: 'PW0' }) }))));
      const then = await wholeTable(writer.door(tenantId, 100));
      const asked = { sort };
      const list = new Mirror(writer.door(tenantId, 1, asked));
      const order: (string | undefined)[] = [];
      for (const [n, id] of ids.entries()) {
        await list.readPage();
        order.push([...list.copy.keys()].at(-1));
        // To the front and to the back of every order, and out of it.
        const over = { firstName: n % 2 === 0 ? 'Aaa' : 'Zzz', jobRole: null, location: n % 2 === 0 ? 'A' : 'Z' };
        const other = ids[(n + 3) % ids.length] ?? id;
        await writer.handle(
          reconciler.sync([
            { changes: employee(other, { ...over, email: `${n % 2 === 0 ? 'a' : 'z'}${n}@northwind.example` }) },
            { joins: employee(`N${n}`, over) },
          ]),
        );
      }
      expect([list.at, list.rows()]).toEqual([7, then]);
      expect(new Set(order).size).toBe(7);
      await list.follow();
      expect(list.rows()).toEqual(await wholeTable(writer.door(tenantId, 100)));
    },
  );

  it('keeps its filters and its number of people while its pages are read', async () => {
    const ids = ['PW1', 'PW2', 'PW3', 'PW4'];
    await writer.handle(reconciler.sync(ids.map((id) => ({ joins: employee(id, { reportsToEmployeeId: 'PW4' }) }))));
    const request = { status: 'active', search: 'ada', team: 'Engineer', location: 'Leeds' };
    const asked = { ...request, reportsTo: idOf('PW4'), limit: 3 };
    const first = await writer.list(tenantId, asked);
    await writer.handle(
      reconciler.sync([
        { leaves: employee('PW1') },
        { changes: employee('PW4', { jobRole: 'Designer', firstName: 'Zoe' }) },
        { changes: employee('PW2', { reportsToEmployeeId: 'PW3' }) },
      ]),
    );
    const rest = await writer.list(tenantId, { ...asked, cursor: first.nextCursor });
    expect([first.total, rest.total, first.changeNumber, rest.changeNumber]).toEqual([4, 4, 4, 4]);
    const shown = [...first.people, ...rest.people];
    expect(shown.map(({ personId }) => personId)).toEqual(ids.map(idOf));
    expect(new Set(shown.map(({ team, status, reportsTo }) => `${team} ${status} ${reportsTo}`))).toEqual(
      new Set([`Engineer active ${idOf('PW4')}`]),
    );
    // Asked by time, the same: who reported to somebody is known of the past as well.
    const asOf = shown[0]?.updatedAt ?? '';
    const past = await writer.list(tenantId, { ...asked, asOf, limit: 500 });
    expect([past.people, past.changeNumber]).toEqual([shown, 4]);
  });

  it('refuses pages of a moment that never was: of a database that went back', async () => {
    await writer.handle(reconciler.sync([{ joins: employee('PW1') }, { joins: employee('PW2') }]));
    const place = { key: '', name: 'ada pw1', personId: idOf('PW1') };
    const { at, epoch } = await writer.people.list({ tenantId }, undefined, 1);
    const beyond = { place, at: at + 1, epoch };
    await expect(writer.people.list({ tenantId }, beyond, 1)).rejects.toThrow(UnknownMomentError);
    const lost = { place, at, epoch: `${epoch}x` };
    await expect(writer.people.list({ tenantId }, lost, 1)).rejects.toThrow(UnknownMomentError);
    expect((await writer.people.list({ tenantId }, { place, at, epoch }, 1)).people).toHaveLength(1);
  });

  it('lacks whoever was erased, at every moment; of their changes the numbers stay, without fields', async () => {
    await writer.handle(reconciler.sync([{ joins: employee('PW1') }, { joins: employee('PW2') }]));
    await writer.handle(reconciler.sync([{ changes: employee('PW1', { email: 'zoe@northwind.example' }) }]));
    await writer.handle(reconciler.sync([{ leaves: employee('PW1') }]));
    const before = new Mirror(writer.door(tenantId, 1));
    await before.follow();
    const half = new Mirror(writer.door(tenantId, 1));
    await half.readPage();
    await eraseByHand(databaseUrl, tenantId, idOf('PW1'));
    // Of those of a person who was erased, too, the epoch stays what it was: nobody makes their copy anew for it.
    await before.follow();
    await half.follow();
    const anew = await wholeTable(writer.door(tenantId, 1));
    expect(anew.map(({ personId }) => personId)).toEqual([idOf('PW2')]);
    expect([before.rows(), half.rows()]).toEqual([anew, anew]);
    const changes = await feed();
    expect(changes.map(told)).toEqual([
      ...['1 erased nobody []', '2 added PW2 []', '3 erased nobody []', '4 erased nobody []', '5 erased nobody []'],
    ]);
    const erased = changes.filter(({ kind }) => kind === 'erased');
    expect(new Set(erased.map(({ personId }) => personId))).toEqual(new Set([idOf('PW1')]));
    // No word of these could be a part of an id.
    expect(JSON.stringify(erased)).not.toMatch(/zoe|northwind|pw1|engineer/i);
    const fromNothing = new Mirror({
      ...writer.door(tenantId, 2),
      page: () => Promise.resolve({ people: [], next: null, at: 0, epoch: null }),
    });
    await fromNothing.follow();
    expect(fromNothing.rows()).toEqual(anew);
    for (const at of [1, 3, 4]) expect(await writer.people.named(tenantId, [idOf('PW1')], at)).toEqual([]);
    const asOf = changes[2]?.at;
    expect((await writer.people.list({ tenantId, asOf: new Date(asOf ?? '') }, undefined, 9)).total).toBe(1);
  });
});

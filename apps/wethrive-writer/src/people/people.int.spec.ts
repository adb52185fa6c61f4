import { aTenantId, describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import type { Logger } from 'typeorm';
import { employee, FakeReconciler } from '../fake-reconciler.testkit';
import { WriterUnderTest } from '../writer.testkit';
import { type PeopleSort, peopleSorts } from './people-order';
import type { PageStart, PeopleFilter } from './people.repository';

/** What TypeORM sends. */
class StatementCounter implements Logger {
  readonly statements: string[] = [];
  logQuery(statement: string): void {
    this.statements.push(statement);
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

describeReal('postgres')('reading the People table', () => {
  let database: TestDatabase;
  let writer: WriterUnderTest;
  let reconciler: FakeReconciler;
  let tenantId: string;

  beforeAll(async () => {
    database = await provideTestDatabase();
    writer = await WriterUnderTest.open(database.url);
    reconciler = new FakeReconciler(aTenantId());
    tenantId = reconciler.tenantId;
    await writer.seats(tenantId, null);
    await writer.handle(
      reconciler.sync([
        { joins: employee('PW1', { firstName: 'Zoë', lastName: 'Åberg', jobRole: 'Welder', location: 'Leeds' }) },
        {
          joins: employee('PW2', {
            firstName: 'Ben',
            lastName: 'O%Neil',
            jobRole: 'Welder',
            department: 'Night',
            location: null,
          }),
        },
        {
          joins: employee('PW3', {
            ...{ firstName: 'Cara', lastName: 'O_Neil' },
            ...{ reportsTo: 'Zoë Åberg', reportsToEmployeeId: 'PW1' },
          }),
        },
        { joins: employee('PW4', { firstName: 'Dan', lastName: 'ONeil', email: 'dan.back\\slash@northwind.example' }) },
        { joins: employee('PW5', { firstName: 'Dan', lastName: 'ONeil', location: 'York' }) },
      ]),
    );
    await writer.handle(reconciler.sync([{ leaves: employee('PW5') }]));
    const stranger = new FakeReconciler(aTenantId());
    await writer.seats(stranger.tenantId, null);
    await writer.handle(stranger.sync([{ joins: employee('PW1', { firstName: 'Zoë', lastName: 'Åberg' }) }]));
  });

  afterAll(async () => {
    await writer.close();
    await database.drop();
  });

  const found = async (filter: Omit<PeopleFilter, 'tenantId'>): Promise<(string | null)[]> => {
    const { people, total } = await writer.people.list({ tenantId, ...filter }, undefined, 100);
    expect(total).toBe(people.length);
    return people.map((person) => person.orgEmployeeId).sort();
  };

  it('gives everybody of a file as one long page would, in every order, now and in the past', async () => {
    for (const asOf of [undefined, new Date()]) {
      for (const sort of peopleSorts) {
        const { personIds, at } = await writer.people.select({ tenantId, asOf }, sort);
        const { people } = await writer.people.list({ tenantId, asOf }, undefined, 100, sort);
        const page = people.map(({ sortKey: _place, ...person }) => person);
        expect(await writer.people.named(tenantId, personIds, at)).toEqual(page);
        expect(await writer.people.named(tenantId, personIds, undefined)).toEqual(page);
        expect(page).toHaveLength(5);
      }
    }
    const { personIds: some } = await writer.people.select({ tenantId, search: 'neil', status: 'active' });
    expect(some).toHaveLength(3);
    const stranger = { ids: ['99999999-9999-4999-8999-999999999999', ...some].reverse(), before: 0 };
    expect((await writer.people.named(tenantId, stranger.ids, undefined)).map(({ personId }) => personId)).toEqual(
      [...some].reverse(),
    );
    expect(await writer.people.named(tenantId, stranger.ids, stranger.before)).toEqual([]);
    expect(await writer.people.named(aTenantId(), some, undefined)).toEqual([]);
  });

  it('goes through the past once for a file, however long it is', async () => {
    const counted = new StatementCounter();
    writer.dataSource.setOptions({ logging: ['query'], logger: counted });
    const asOf = new Date();
    const { personIds, at } = await writer.people.select({ tenantId, asOf });
    for (const some of [personIds, personIds.slice(0, 1)]) await writer.people.named(tenantId, some, at);
    writer.dataSource.setOptions({ logging: false });
    const tables = counted.statements.filter((statement) => statement.includes('person_id'));
    expect(tables.map((statement) => statement.includes('unnest'))).toEqual([false, true, true]);
    expect(counted.statements.some((statement) => statement.includes('count('))).toBe(false);
  });

  it('finds part of a name or an address in any letter case, also beyond English', async () => {
    expect(await found({ search: 'zOË åB' })).toEqual(['PW1']);
    expect(await found({ search: 'zoe' })).toEqual(['PW1']);
    expect(await found({ search: 'Aberg,  zoe' })).toEqual(['PW1']);
    expect(await found({ search: 'cara pw3@north' })).toEqual(['PW3']);
    expect(await found({ search: 'zoe neil' })).toEqual([]);
    expect(await found({ search: 'PW3@NORTH' })).toEqual(['PW3']);
    expect(await found({ search: 'nobody' })).toEqual([]);
  });

  it('takes every character of a search for itself', async () => {
    expect(await found({ search: 'o%n' })).toEqual(['PW2']);
    expect(await found({ search: 'o_n' })).toEqual(['PW3']);
    expect(await found({ search: 'back\\slash' })).toEqual(['PW4']);
    expect(await found({ search: '%' })).toEqual(['PW2']);
  });

  it('filters by status, team, location, department and manager, exactly and together', async () => {
    expect(await found({ status: 'inactive' })).toEqual(['PW5']);
    expect(await found({ team: 'Welder' })).toEqual(['PW1', 'PW2']);
    expect(await found({ team: 'welder' })).toEqual([]);
    expect(await found({ team: 'Welder', department: 'Night' })).toEqual(['PW2']);
    expect(await found({ location: 'York' })).toEqual(['PW5']);
    expect(await found({ manager: 'Zoë Åberg' })).toEqual(['PW3']);
    expect(await found({})).toHaveLength(5);
  });

  it('finds who reports to somebody by the person, not by their name', async () => {
    const [zoe] = (await writer.people.list({ tenantId, search: 'zoe' }, undefined, 1)).people;
    const [ben] = (await writer.people.list({ tenantId, search: 'ben' }, undefined, 1)).people;
    expect(await found({ reportsTo: zoe?.personId })).toEqual(['PW3']);
    expect(await found({ reportsTo: ben?.personId })).toEqual([]);
    const elsewhere = { tenantId: aTenantId(), reportsTo: zoe?.personId };
    expect((await writer.people.list(elsewhere, undefined, 1)).total).toBe(0);
  });

  it('pages by name, then person, with everybody once, and tells how many there are in all', async () => {
    const pages: string[] = [];
    for await (const { nameFolded, personId } of oneByOne('name', 5)) pages.push(`${nameFolded} ${personId}`);
    expect(pages).toHaveLength(5);
    expect(pages).toEqual([...pages].sort());
  });

  /** Everybody, a page each. */
  async function* oneByOne(sort: PeopleSort, all: number, filter: Omit<PeopleFilter, 'tenantId'> = {}) {
    let after: PageStart | undefined;
    for (;;) {
      const { people, total, at, epoch } = await writer.people.list({ tenantId, ...filter }, after, 1, sort);
      expect(total).toBe(all);
      const [person] = people;
      if (!person) return;
      after = { place: { key: person.sortKey, name: person.nameFolded, personId: person.personId }, at, epoch };
      yield person;
    }
  }

  it.each([
    ['name', ['PW2', 'PW3', 'PW4', 'PW5', 'PW1']],
    ['-name', ['PW1', 'PW5', 'PW4', 'PW3', 'PW2']],
    ['email', ['PW4', 'PW1', 'PW2', 'PW3', 'PW5']],
    ['team', ['PW3', 'PW4', 'PW5', 'PW2', 'PW1']],
    ['-team', ['PW2', 'PW1', 'PW3', 'PW4', 'PW5']],
    ['department', ['PW2', 'PW3', 'PW4', 'PW5', 'PW1']],
    ['-location', ['PW5', 'PW3', 'PW4', 'PW1', 'PW2']],
    ['location', ['PW3', 'PW4', 'PW1', 'PW5', 'PW2']],
    ['status', ['PW2', 'PW3', 'PW4', 'PW1', 'PW5']],
    ['-manager', ['PW3', 'PW2', 'PW4', 'PW5', 'PW1']],
  ] as const)('orders by %s, blank last and names within, with everybody once over all pages', async (sort, order) => {
    const seen: (string | null)[] = [];
    for await (const { orgEmployeeId } of oneByOne(sort, 5)) seen.push(orgEmployeeId);
    expect([...seen].sort()).toEqual(['PW1', 'PW2', 'PW3', 'PW4', 'PW5']);
    const whole = (await writer.people.list({ tenantId }, undefined, 100, sort)).people;
    expect(seen).toEqual(whole.map(({ orgEmployeeId }) => orgEmployeeId));
    // Two people of one name are in the order of their ids, which nobody chose.
    const alike = (id: string | null): string | null => (id === 'PW5' ? 'PW4' : id);
    expect(seen.map(alike)).toEqual(order.map(alike));
  });

  it('shows the table as it was at any time, with the people and fields of then', async () => {
    const past = new FakeReconciler(aTenantId());
    await writer.seats(past.tenantId, null);
    const asOf = async (time: Date | undefined) => {
      const { people, total } = await writer.people.list({ tenantId: past.tenantId, asOf: time }, undefined, 10);
      expect(total).toBe(people.length);
      return people.map((person) => `${person.orgEmployeeId} ${person.status} ${person.team}`);
    };
    await writer.handle(past.sync([{ joins: employee('PW1') }]));
    await writer.handle(past.sync([{ changes: employee('PW1', { jobRole: 'Designer' }) }, { joins: employee('PW2') }]));
    await writer.handle(past.sync([{ leaves: employee('PW1') }]));
    const [first, second, , third] = (await writer.versions(past.tenantId)).map((version) => version.validFrom);
    const justBefore = new Date(first!.getTime() - 1);
    expect(await asOf(justBefore)).toEqual([]);
    // No two writes have one time, however fast they come.
    expect([first! < second!, second! < third!]).toEqual([true, true]);
    expect(await asOf(first)).toEqual(['PW1 active Engineer']);
    expect(await asOf(second)).toEqual(['PW1 active Designer', 'PW2 active Engineer']);
    expect(await asOf(third)).toEqual(['PW1 inactive Designer', 'PW2 active Engineer']);
    expect(await asOf(undefined)).toEqual(await asOf(third));
  });

  it('shows a past address as it was then, also of somebody who has since given it up to another', async () => {
    const past = new FakeReconciler(aTenantId());
    await writer.seats(past.tenantId, 1);
    const table = async (asOf: Date | undefined) => {
      const { people } = await writer.people.list({ tenantId: past.tenantId, asOf }, undefined, 10);
      return people.map((person) => `${person.orgEmployeeId} ${person.status} ${person.email}`);
    };
    const email = 'pw1@northwind.example';
    const steps = [
      past.sync([{ joins: employee('PW1') }]),
      past.sync([{ leaves: employee('PW1') }]),
      past.sync([{ joins: employee('PW2', { email }) }, { joins: employee('PW3') }]),
      past.sync([{ leaves: employee('PW2') }]),
    ];
    const ends: Date[] = [];
    const tables: string[][] = [];
    for (const step of steps) {
      await writer.handle(step);
      tables.push(await table(undefined));
      ends.push((await writer.versions(past.tenantId)).at(-1)!.validFrom);
    }
    for (const [n, end] of ends.entries()) {
      expect(await table(end)).toEqual(tables[n]);
      const next = ends[n + 1];
      // Between two versions the earlier one stands, to the last moment.
      if (next) expect(await table(new Date(next.getTime() - 1))).toEqual(tables[n]);
    }
    expect(tables).toEqual([
      [`PW1 active ${email}`],
      [`PW1 inactive ${email}`],
      ['PW1 inactive null', `PW2 active ${email}`, 'PW3 waiting pw3@northwind.example'],
      ['PW1 inactive null', `PW2 inactive ${email}`, 'PW3 active pw3@northwind.example'],
    ]);
    const then = { tenantId: past.tenantId, asOf: ends[2], status: 'waiting' as const };
    expect((await writer.people.list(then, undefined, 10)).people.map((person) => person.orgEmployeeId)).toEqual([
      'PW3',
    ]);
  });

  it('tells each value by which the table can be filtered once, by code unit', async () => {
    expect(await writer.people.filterValues(tenantId)).toEqual({
      ...{ teams: ['Engineer', 'Welder'], teamCount: 2 },
      ...{ locations: ['Leeds', 'York'], locationCount: 2 },
      ...{ departments: ['Night', 'Products'], departmentCount: 2 },
      ...{ managers: ['Grace Hill', 'Zoë Åberg'], managerCount: 2 },
    });
    expect(await writer.people.filterValues('nobody')).toMatchObject({ teams: [], teamCount: 0 });
    // Where they are too many, it is told how many there are.
    expect(await writer.people.filterValues(tenantId, 1)).toMatchObject({ teams: ['Engineer'], teamCount: 2 });
  });

  it('waits for a write that has taken its time already, so that the past never changes afterwards', async () => {
    const busy = new FakeReconciler(aTenantId());
    await writer.seats(busy.tenantId, null);
    const writing = writer.dataSource.createQueryRunner();
    await writing.startTransaction();
    await writer.licences.lock(writing.manager, [busy.tenantId]);
    let answered = false;
    const reading = writer.people
      .list({ tenantId: busy.tenantId, asOf: new Date() }, undefined, 10)
      .finally(() => (answered = true));
    await waitForBlockedReader(writer);
    expect(answered).toBe(false);
    await writing.commitTransaction();
    await writing.release();
    expect((await reading).total).toBe(0);
  });

  it('keeps times from running backwards, whatever the clock does', async () => {
    const one = new FakeReconciler(aTenantId());
    await writer.seats(one.tenantId, null);
    await writer.dataSource.query(`UPDATE licences SET last_written_at = '2199-01-01' WHERE tenant_id = $1`, [
      one.tenantId,
    ]);
    await writer.handle(one.sync([{ joins: employee('PW1') }]));
    const [version] = await writer.versions(one.tenantId);
    expect(version?.validFrom.toISOString()).toBe('2199-01-01T00:00:00.001Z');
  });

  it('numbers a company’s changes 1, 2, 3… and keeps each version as it was written', async () => {
    const before = await writer.versions(tenantId);
    expect(before.map((version) => version.changeNo)).toEqual([1, 2, 3, 4, 5, 6]);
    await writer.handle(reconciler.sync([{ changes: employee('PW3', { jobRole: 'Welder' }) }]));
    await writer.handle(
      reconciler.sync([
        { changes: employee('PW3', { firstName: 'Cara', lastName: 'O_Neil', reportsTo: 'Zoë Åberg' }) },
      ]),
    );
    const after = await writer.versions(tenantId);
    expect(after.slice(0, 6)).toEqual(before);
    expect(after).toHaveLength(8);
    const told = (await writer.events(tenantId)).flatMap(({ data }) => data['changeNumber'] ?? []);
    expect(told).toEqual(after.map((version) => version.changeNo));
  });

  it('refuses, in the database itself, to rewrite a past version', async () => {
    const attempt = (sql: string) => writer.dataSource.query(sql, [tenantId]);
    const refusal = 'a past version of a person is never rewritten';
    await expect(attempt(`UPDATE person_versions SET team = 'x' WHERE tenant_id = $1`)).rejects.toThrow(refusal);
    await expect(attempt('DELETE FROM person_versions WHERE tenant_id = $1')).rejects.toThrow(refusal);
  });
});

/** Until some reader of this database waits for a row's lock. */
async function waitForBlockedReader(writer: WriterUnderTest): Promise<void> {
  for (;;) {
    const [row] = await writer.dataSource.query<{ waiting: number }[]>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR KEY SHARE%'`,
    );
    if (row && row.waiting > 0) return;
  }
}

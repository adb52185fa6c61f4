import { readFile } from 'node:fs/promises';
import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import type { Page } from 'playwright-core';
import { ConsoleBrowser, foreignWords, picture, seriousBarriers } from './doors/console.page';
import { Customer } from './doors/customer.client';

const PEOPLE = 60;

describeReal('chromium')('the console tells', () => {
  let system: RunningSystem;
  let browser: ConsoleBrowser;

  beforeAll(async () => {
    system = await startSystem({ form: 'embedded', env: { 'all-in-one': { RETRY_BASE_MS: '20' } } });
    browser = await ConsoleBrowser.open();
  });
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });
  afterEach(() => browser.closePages());

  /** A company that was synced once. */
  const synced = async (): Promise<Customer> => {
    const made = { kind: 'tile-maker', employees: PEOPLE, seed: 4 };
    const customer = await Customer.create(system, aTenantId(), made);
    await customer.mustConnect();
    await customer.sync();
    return customer;
  };
  const happens = (customer: Customer, scenario: string): Promise<void> =>
    customer.inPeopleHr('POST', `/scenarios/${scenario}`);
  const at = (customer: Customer, path: string): Promise<Page> => browser.administrator(system, customer.tenant, path);
  const isInOrder = async (page: Page): Promise<void> => {
    expect(await seriousBarriers(page)).toEqual([]);
    expect(await foreignWords(page)).toEqual([]);
  };

  it('of a key of another company: each reason on a line, one cause, what to do, and what an OK would do', async () => {
    const customer = await synced();
    await happens(customer, 'key-of-another-company');
    const { syncId: id, heldBecause } = await customer.sync();
    expect(heldBecause.length).toBeGreaterThan(1);
    const page = await at(customer, `/syncs/${id}`);
    const reasons = page.getByRole('list', { name: 'Why these changes wait' }).getByRole('listitem');
    await reasons.first().waitFor();
    expect(await reasons.count()).toBe(heldBecause.length);
    const hold = page.getByRole('alert').filter({ hasText: 'Waiting for your OK' });
    await hold.getByText('Probably the wrong key: one of another company').waitFor();
    await hold.getByText('Do not apply this. Check the API key in PeopleHR').waitFor();
    expect(await hold.getByText(/^Usually/).count()).toBe(0);
    await page.getByText(/^'Apply' .*adds \d+ people\.$/).waitFor();
    await isInOrder(page);
    await page.goto(`${system.http}/people`);
    const onPeople = page.getByRole('list', { name: 'Why the changes wait' }).getByRole('listitem');
    await onPeople.first().waitFor();
    expect(await onPeople.count()).toBe(heldBecause.length);
    // A newer check took its place: why it waited is still told.
    await customer.sync();
    await page.goto(`${system.http}/syncs/${id}`);
    await page.getByText('Replaced by a newer check').waitFor();
    expect(await page.getByRole('list', { name: 'Why it waited' }).getByRole('listitem').count()).toBe(
      heldBecause.length,
    );
  });

  it('of two managers of one name whose people are whose', async () => {
    const customer = await synced();
    await happens(customer, 'same-name-managers');
    await customer.sync();
    const { body } = await customer.call('GET', '/people?status=active&limit=500');
    const people = body['items'] as readonly { personId: string; name: string; reportsTo: string | null }[];
    const reportsOf = (id: string): number => people.filter(({ reportsTo }) => reportsTo === id).length;
    const names = people.map(({ name }) => name);
    const two = people.filter(({ name }) => names.filter((other) => other === name).length === 2);
    expect(two.map(({ personId }) => reportsOf(personId) > 0)).toEqual([true, true]);
    const page = await at(customer, `/people/${two[0]?.personId ?? ''}`);
    for (const { personId, name } of two) {
      const reports = reportsOf(personId);
      await page.goto(`${system.http}/people/${personId}`);
      await page.getByRole('link', { name: reports === 1 ? '1 person' : `${reports} people` }).click();
      await page.getByText(`Reporting to ${name}`).waitFor();
      await page.getByText(`Showing ${reports === 1 ? '1 person' : `${reports} people`}`).waitFor();
    }
    await isInOrder(page);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText(`Showing ${(await customer.people()).size} people`).waitFor();
  });

  it('finds people by words in any order and without accents, and orders them by any column', async () => {
    const customer = await synced();
    const [first] = [...(await customer.people()).values()].filter(({ name }) => name.split(' ').length === 2);
    const page = await at(customer, '/people');
    await page.getByRole('table', { name: 'People' }).waitFor();
    const search = page.getByLabel('Search name or email');
    await search.fill((first?.name ?? '').split(' ').reverse().join(',  ').toUpperCase());
    await page.getByText('Showing 1 person').waitFor();
    await page.getByRole('link', { name: first?.name ?? '', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText(`Showing ${(await customer.people()).size} people`).waitFor();
    const locations = async (): Promise<string[]> =>
      (await page.getByRole('table', { name: 'People' }).locator('tbody tr td:nth-child(4)').allInnerTexts()).filter(
        (text) => text !== '',
      );
    for (const [press, order] of [
      ['ascending', (one: string[]) => [...one].sort()],
      ['descending', (one: string[]) => [...one].sort().reverse()],
    ] as const) {
      await page.getByRole('columnheader', { name: 'Location' }).getByRole('button').click();
      await page.locator(`th[aria-sort="${press}"]`, { hasText: 'Location' }).waitFor();
      await eventually(async () => {
        const shown = await locations();
        expect(shown).toEqual(order(shown));
      });
    }
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-location');
    await isInOrder(page);
  });

  it('how many problems there are, leads to each cause, names the employee ID, and gives it all as a file', async () => {
    const customer = await synced();
    await happens(customer, 'three-bad-addresses');
    await happens(customer, 'manager-left');
    await customer.sync();
    const open = await customer.problems();
    const page = await at(customer, '/people');
    await page.getByRole('link', { name: `Problems (${open.length})`, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show who needs attention' }).click();
    const bad = open.find(({ code }) => code === 'email-invalid');
    if (open.length > 5) {
      await page.getByRole('link', { name: /^An email address that cannot be used: \d/ }).click();
    } else {
      await page.goto(`${system.http}/problems#email-invalid`);
    }
    const heading = page.getByRole('heading', { name: 'An email address that cannot be used' });
    await heading.waitFor();
    await page.getByRole('tab', { name: `To look at (${open.length})` }).waitFor();
    await page.getByText(`Employee ID ${bad?.employeeId ?? ''}`, { exact: true }).waitFor();
    await isInOrder(page);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('problems.csv');
    const text = await readFile(await file.path(), 'utf8');
    expect(text.trimEnd().split('\r\n')).toHaveLength(1 + open.length);
    expect(text).toContain(`"${bad?.employeeId ?? ''}"`);
  });

  it('of changes that were made who became inactive and who was left out, also as a file', async () => {
    const customer = await synced();
    await customer.inPeopleHr('POST', '/leave', { fraction: 0.4, seed: 3 });
    const sync = await customer.sync();
    expect(sync.status).toBe('held');
    const [first, second] = (await customer.plan(sync.syncId)).items;
    const done = await customer.approve(sync, [first?.personId ?? '', second?.personId ?? '']);
    const page = await at(customer, `/syncs/${done.syncId}`);
    await page.getByRole('heading', { name: `Left: ${done.applied?.['left'] ?? 0} people, 2 left out` }).waitFor();
    await page.getByText('They are inactive. Their data and their past surveys are kept').waitFor();
    expect(await page.getByText('They become inactive').count()).toBe(0);
    await page.getByText(/^When this was checked: /).waitFor();
    await isInOrder(page);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as CSV' }).click(),
    ]);
    const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
    const leavers = lines.filter((line) => line.includes('"becomes inactive"'));
    expect(new Set(leavers.filter((line) => line.endsWith('"left out, not applied"')).map(idIn)).size).toBe(2);
    expect(new Set(leavers.filter((line) => line.endsWith('"applied"')).map(idIn)).size).toBe(done.applied?.['left']);
  });

  it('of each change where the person works: team, department and location', async () => {
    const customer = await synced();
    await customer.inPeopleHr('POST', '/leave', { fraction: 0.4, seed: 3 });
    const { syncId: id } = await customer.sync();
    const [leaver] = (await customer.plan(id)).items;
    const person = [...(await customer.people()).values()].find(({ personId }) => personId === leaver?.personId);
    const page = await at(customer, `/syncs/${id}`);
    await page
      .getByRole('button', { name: /^Show \d+ people/ })
      .first()
      .click();
    const link = page.locator(`a[href$="/people/${leaver?.personId ?? ''}"]`);
    const table = page.getByRole('table').filter({ has: link });
    await table.waitFor();
    const names = await table.getByRole('columnheader').allInnerTexts();
    const row = table.getByRole('row').filter({ has: link });
    const cells = await row.locator('td, th').allInnerTexts();
    const shown = Object.fromEntries(names.map((name, index) => [name, cells[index]]));
    expect(shown).toMatchObject({
      Email: person?.email ?? '',
      Team: person?.team ?? '',
      Department: person?.department ?? '',
      Location: person?.location ?? '',
    });
    expect([person?.team, person?.department, person?.location]).not.toContain(null);
    // A line that is too short for an address ends between its parts.
    expect(await row.locator('wbr').count()).toBeGreaterThan(1);
    await isInOrder(page);
  });

  it('what waits again after "Not now", and that only its leavers were applied when that was wished', async () => {
    const customer = await synced();
    const before = await customer.people();
    await customer.inPeopleHr('POST', '/leave', { fraction: 0.4, seed: 3 });
    await happens(customer, 'five-join');
    const page = await at(customer, `/syncs/${(await customer.sync()).syncId}`);
    await page.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('heading', { level: 1, name: 'Changes that were not made' }).waitFor();
    await isInOrder(page);
    expect(await customer.people()).toEqual(before);

    const again = await customer.sync();
    expect(again.status).toBe('held');
    const { body } = await customer.call('GET', `/syncs/${again.syncId}/plan`);
    const leavers = Number(body['leavers']);
    expect(leavers).toBeGreaterThan(5);
    await page.goto(`${system.http}/syncs/${again.syncId}`);
    await page.getByText(/^Changes have waited since /).waitFor();
    await page.getByRole('button', { name: 'Apply only the leavers' }).click();
    const asked = page.getByRole('dialog', { name: `Make ${leavers} people inactive?` });
    await asked.getByText('Everything else stays undecided and comes with the next sync.').waitFor();
    await isInOrder(page);
    await asked.getByRole('button', { name: 'Apply', exact: true }).click();
    await page
      .getByText(/^Only the leavers were applied/)
      .first()
      .waitFor();
    const after = [...(await customer.people()).values()];
    expect(after.filter(({ status }) => status === 'inactive')).toHaveLength(leavers);
    expect(after).toHaveLength(before.size);
    expect(await customer.sync()).toMatchObject({ applied: { joined: 5, left: 0 } });
  });

  it('whom it asks about together, and takes one answer for all of them but those ticked off', async () => {
    const customer = await synced();
    const gone = [...(await customer.people()).keys()].slice(0, 5);
    for (const id of gone) await customer.inPeopleHr('DELETE', `/employees/${id}`);
    await customer.sync();
    const missing = (await customer.problems()).filter(({ code }) => code === 'missing');
    expect(missing).toHaveLength(5);
    const page = await at(customer, '/problems');
    await page.getByRole('checkbox', { name: 'Select all 5' }).check();
    await page
      .getByRole('checkbox', { name: /^Select (?!all)/ })
      .first()
      .uncheck();
    await isInOrder(page);
    await page.getByRole('button', { name: 'They left (4)' }).click();
    await page
      .getByRole('dialog', { name: 'Did 4 people leave?' })
      .getByRole('button', { name: 'They left', exact: true })
      .click();
    await page.getByText('Noted: 4 people become inactive at the next sync.').waitFor();
    expect(await customer.sync()).toMatchObject({ applied: { left: 4 } });
    expect((await customer.problems()).filter(({ code }) => code === 'missing')).toHaveLength(1);
  });

  it('how many people were active after each sync, as a chart and as numbers, in the light and in the dark', async () => {
    const customer = await synced();
    await happens(customer, 'somebody-leaves');
    await customer.sync();
    await happens(customer, 'five-join');
    await customer.sync();
    const page = await at(customer, '/syncs');
    for (const chart of ['Active people after each sync', 'Joined, left and updated by each sync']) {
      await page.getByRole('img', { name: chart }).locator('canvas').waitFor();
    }
    await page.getByRole('button', { name: 'Show the numbers' }).click();
    const rows = page.getByRole('table', { name: 'The last syncs' }).locator('tbody tr');
    await eventually(async () => {
      const numbers = (await rows.allInnerTexts()).map((row) => {
        const [sync, , ...counts] = row.split('\t');
        return [sync, ...counts].map(Number);
      });
      const [third, second, first] = numbers;
      expect([first?.slice(1, 4), second?.slice(2, 4), third?.slice(2, 4)]).toEqual([
        [first?.[2], first?.[2], 0],
        [0, 1],
        [5, 0],
      ]);
      expect([second?.[1], third?.[1]]).toEqual([(first?.[1] ?? 0) - 1, (first?.[1] ?? 0) + 4]);
    });
    await isInOrder(page);
    await picture(page, 'syncs');
    await page.emulateMedia({ colorScheme: 'dark' });
    await isInOrder(page);
  });

  it('of a failed sync when the last good one was, and a second tab of what the first one starts', async () => {
    const customer = await synced();
    const page = await at(customer, '/people');
    await page.getByText('Done.').waitFor();
    expect(await page.getByText('Last successful sync').count()).toBe(0);
    const second = await page.context().newPage();
    await second.goto(`${system.http}/people`);
    await second.getByText('Done.').waitFor();
    await customer.fault('invalid-key', { times: 1, action: 'GetAllEmployeeDetail' });
    await page.getByRole('button', { name: 'Sync PeopleHR' }).click();
    for (const tab of [page, second]) {
      await tab.getByText('PeopleHR does not accept this API key').first().waitFor();
      await tab.getByText(/Last successful sync: \d+ \w+ \d{4}, \d\d:\d\d\./).waitFor();
    }
  });
});

/** The person's id at the beginning of a line. */
const idIn = (line: string): string | undefined => line.split(',')[0];

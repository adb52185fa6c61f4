import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import type { Page } from 'playwright-core';
import { ConsoleBrowser, foreignWords, seriousBarriers } from './doors/console.page';
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
    const { id, heldBecause } = await customer.sync();
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
    const people = body['items'] as readonly { personId: string; name: string; directReports: number }[];
    const names = people.map(({ name }) => name);
    const two = people.filter(({ name }) => names.filter((other) => other === name).length === 2);
    expect(two.map(({ directReports }) => directReports > 0)).toEqual([true, true]);
    const page = await at(customer, `/people/${two[0]?.personId ?? ''}`);
    for (const { personId, name, directReports } of two) {
      await page.goto(`${system.http}/people/${personId}`);
      await page.getByRole('link', { name: directReports === 1 ? '1 person' : `${directReports} people` }).click();
      await page.getByText(`Reporting to ${name}`).waitFor();
      await page.getByText(`Showing ${directReports === 1 ? '1 person' : `${directReports} people`}`).waitFor();
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
});

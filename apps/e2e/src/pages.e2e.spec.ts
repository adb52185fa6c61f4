import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import type { Page } from 'playwright-core';
import { ConsoleBrowser, foreignWords, seriousBarriers } from './doors/console.page';
import { Customer } from './doors/customer.client';

/** More than are on the page at once, and than one answer holds. */
const MANY = 600;

/** Of the browser's window, in pixels. */
const WINDOW_HEIGHT = 860;

/** A person's place in the table, from the top of the window; evaluated in the page. */
const HEAD_TOP = `document.querySelector('thead th')?.getBoundingClientRect().top`;
const TABLE_TOP = `document.querySelector('table')?.closest('[role=region]')?.getBoundingClientRect().top`;

describeReal('chromium')('the pages of the console', () => {
  let system: RunningSystem;
  let browser: ConsoleBrowser;
  let customer: Customer;

  beforeAll(async () => {
    system = await startSystem({ form: 'embedded', env: { 'all-in-one': { RETRY_BASE_MS: '20' } } });
    browser = await ConsoleBrowser.open();
    customer = await Customer.create(system, aTenantId(), { employees: MANY, seed: 5 });
    await customer.mustConnect();
    await customer.sync();
  });
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });
  afterEach(() => browser.closePages());

  const onPeople = async (path = '/people'): Promise<Page> => {
    const page = await browser.administrator(system, customer.tenant, path);
    await page.getByRole('table', { name: 'People' }).waitFor();
    return page;
  };
  const choose = async (page: Page, filter: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: filter }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  it('show thousands without a press, with the head of the table always in sight', async () => {
    const page = await onPeople();
    const people = [...(await customer.people()).values()];
    await page.getByText(`Showing ${people.length} people`).waitFor();
    const frame = page.getByRole('region', { name: 'People table' });
    const table = page.getByRole('table', { name: 'People' });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(people.length + 1));
    expect(await table.getByRole('row').count()).toBeLessThan(people.length / 2);
    // The last one in the order of the table.
    const last = page.locator(`[aria-rowindex="${people.length + 1}"]`);
    await frame.focus();
    while ((await last.count()) === 0) await page.keyboard.press('End');
    const [head, top] = [await page.evaluate<number>(HEAD_TOP), await page.evaluate<number>(TABLE_TOP)];
    expect(Math.abs(head - top)).toBeLessThan(3);
    // From the top: whatever is half below the head would count as too small.
    while ((await page.locator('[aria-rowindex="2"]').count()) === 0) await page.keyboard.press('Home');
    await page.evaluate(`document.querySelector('[aria-label="People table"]').scrollTop = 0`);
    expect(await seriousBarriers(page)).toEqual([]);
  });

  it('go back one choice at a time, and to the table as it was from a person', async () => {
    const page = await onPeople();
    const all = (await customer.people()).size;
    await choose(page, 'Status', 'Inactive');
    await page.getByText('Nobody matches this search.').waitFor();
    await choose(page, 'Status', 'Active');
    await page.getByText(`Showing ${all} people`).waitFor();
    await page.getByLabel('Search name or email').pressSequentially('zzzz');
    await page.getByText('Nobody matches this search.').waitFor();
    await page.goBack();
    await page.getByText(`Showing ${all} people`).waitFor();
    expect(new URL(page.url()).search).toBe('?status=active');
    expect(await page.getByLabel('Search name or email').inputValue()).toBe('');
    await page.goBack();
    await page.getByText('Nobody matches this search.').waitFor();
    await page.goForward();
    await page.getByText(`Showing ${all} people`).waitFor();
    await page.getByRole('table', { name: 'People' }).getByRole('link').first().click();
    await page.getByText('What happened').waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Back to People' }).click();
    await page.getByText(`Showing ${all} people`).waitFor();
    expect(new URL(page.url()).search).toBe('?status=active');
  });

  it('ask before settings are lost that are not saved, on the way elsewhere, back, and out', async () => {
    const page = await browser.administrator(system, customer.tenant, '/settings');
    const days = page.getByLabel('Days before the start date');
    await days.fill('7');
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
    for (const leave of [
      () => page.getByRole('link', { name: 'Syncs', exact: true }).click(),
      () => page.getByRole('button', { name: 'Sign out' }).click(),
    ]) {
      await leave();
      await asked.getByRole('button', { name: 'Stay on this page' }).click();
      await asked.waitFor({ state: 'detached' });
      expect(await days.inputValue()).toBe('7');
    }
    await page.getByRole('link', { name: 'Syncs', exact: true }).click();
    await asked.getByRole('button', { name: 'Leave', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Syncs' }).waitFor();
    // Nothing is asked where nothing would be lost.
    await page.getByRole('link', { name: 'Settings' }).click();
    await days.waitFor();
    expect(await days.inputValue()).toBe('0');
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
  });

  it("show the company's own days, wherever the reader sits", async () => {
    const { body } = await customer.call('GET', '/syncs?limit=1');
    const items: unknown = body['items'];
    const [sync] = Array.isArray(items) ? (items as readonly Record<string, string>[]) : [];
    const page = await browser.administrator(system, customer.tenant, '/settings');
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Pacific/Kiritimati');
    await page.getByRole('option', { name: 'Pacific/Kiritimati' }).click();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Saved.').waitFor();
    await page.goto(`${system.http}/syncs`);
    const there = new Intl.DateTimeFormat('en-GB', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'Pacific/Kiritimati',
    }).format(new Date(sync?.['startedAt'] ?? ''));
    await page.getByRole('cell', { name: there }).waitFor();
  });

  it('have a header of one line on a phone, from which everything is reached', async () => {
    const page = await onPeople();
    await page.setViewportSize({ width: 360, height: 740 });
    expect((await page.getByRole('banner').boundingBox())?.height).toBeLessThanOrEqual(64);
    for (const place of ['Problems', 'Syncs', 'Settings', 'Profile']) {
      await page.getByRole('button', { name: 'Menu' }).click();
      expect(await seriousBarriers(page)).toEqual([]);
      await page.getByRole('menuitem', { name: place }).click();
      await page.getByRole('heading', { level: 1, name: place }).waitFor();
    }
    await page.getByRole('main').getByText(customer.tenant, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to PeopleSync' }).waitFor();
  });

  it('are dark where the system is, and as easy to read', async () => {
    const page = await onPeople();
    const light = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')).not.toBe(light);
    for (const path of [
      'people',
      'problems',
      'syncs',
      'settings',
      'profile',
      'profile/integrations',
      'people/import',
    ]) {
      await page.goto(`${system.http}/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([path, await seriousBarriers(page)]).toEqual([path, []]);
      expect([path, await foreignWords(page)]).toEqual([path, []]);
    }
  });

  it('say nothing of a connection before they know of it: one that is there never looks like none', async () => {
    const page = await browser.administrator(system, customer.tenant, '/profile');
    await page.getByRole('heading', { level: 1, name: 'Profile' }).waitFor();
    let answer = (): void => undefined;
    const later = new Promise<void>((resolve) => (answer = resolve));
    let asked = 0;
    await page.route('**/integrations/peoplehr', async (route) => {
      asked += 1;
      await later;
      await route.continue();
    });
    await page.goto(`${system.http}/people`);
    await page.getByRole('heading', { level: 1, name: 'People' }).waitFor();
    await eventually(() => expect(asked).toBeGreaterThan(0));
    const none = page.getByText('PeopleHR is not connected.');
    expect(await none.count()).toBe(0);
    answer();
    await page.getByRole('button', { name: 'Sync PeopleHR' }).waitFor();
    expect(await none.count()).toBe(0);
    const other = await Customer.create(system, aTenantId(), { employees: 3, seed: 6 });
    await (
      await browser.administrator(system, other.tenant, '/people')
    )
      .getByText('PeopleHR is not connected.')
      .waitFor();
  });

  it('name the company by its own name in the profile', async () => {
    const other = await Customer.create(system, aTenantId(), { employees: 3, seed: 7 });
    await other.call('PATCH', '', { name: 'Harbour Ropes Ltd' });
    const page = await browser.administrator(system, other.tenant, '/profile');
    await page
      .getByRole('definition')
      .filter({ hasText: /^Harbour Ropes Ltd$/ })
      .waitFor();
  });

  it('keep ticks to themselves until somebody decides, show that an OK is on its way, and what it did in sight', async () => {
    const held = await Customer.create(system, aTenantId(), { kind: 'tile-maker', employees: 180, seed: 4 });
    await held.mustConnect();
    await held.sync();
    await held.inPeopleHr('POST', '/scenarios/forty-leave');
    const { syncId: id } = await held.sync();
    const page = await browser.administrator(system, held.tenant, `/syncs/${id}`);
    await page.getByRole('button', { name: /^Show 40 people/ }).click();
    await page
      .getByRole('checkbox', { name: /^Leave out (?!all)/ })
      .first()
      .check();
    await page.getByText(/1 person left out/).waitFor();
    expect((await held.plan(id)).items.filter(({ leftOut: excluded }) => excluded)).toEqual([]);
    let answer = (): void => undefined;
    const later = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/approve', async (route) => {
      await later;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByRole('progressbar', { name: 'Your decision is on its way' }).waitFor();
    await page.getByText(/^Your OK is on its way: 39 people will be changed\./).waitFor();
    answer();
    const done = page.getByText(/Done\. 39 people left/).first();
    await done.waitFor();
    await eventually(async () => {
      const box = await done.boundingBox();
      expect(box && box.y >= 0 && box.y + box.height <= WINDOW_HEIGHT).toBe(true);
    });
  });

  it('begin the table of people on the first screen, also with thirteen problems', async () => {
    const troubled = await Customer.create(system, aTenantId(), { employees: 60, seed: 8 });
    await troubled.inPeopleHr('POST', '/change', { fraction: 13 / 60, field: 'email', seed: 1, value: '' });
    await troubled.mustConnect();
    await troubled.sync();
    expect(await troubled.problems()).toHaveLength(13);
    const page = await browser.administrator(system, troubled.tenant, '/people');
    await page.getByText('Showing 47 people').waitFor();
    expect(await page.evaluate<number>(TABLE_TOP)).toBeLessThan(WINDOW_HEIGHT * 0.65);
  });
});

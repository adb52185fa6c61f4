import { aTenantId, describeReal, eventually, type RunningSystem, startSystem } from '@people-sync/testing';
import type { Page } from 'playwright-core';
import { ConsoleBrowser, foreignWords, picture, seriousBarriers } from './doors/console.page';
import { Customer } from './doors/customer.client';

const PEOPLE = 12;

/** What has the focus, by its label or text; evaluated in the page. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  return at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '';
})()`;
describeReal('chromium')('an administrator in the browser', () => {
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

  /** Somebody signed in for a new company, by the link that the platform opens. */
  const signedIn = async (): Promise<{ page: Page; customer: Customer }> => {
    const customer = await Customer.create(system, aTenantId(), { employees: PEOPLE, seed: 9 });
    const page = await browser.administrator(system, customer.tenant);
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    return { page, customer };
  };
  const rows = (page: Page): Promise<number> => page.getByRole('table', { name: 'People' }).locator('tbody tr').count();
  it('gets from the link to a filled table with four clicks and one paste', async () => {
    const { page, customer } = await signedIn();
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await page.getByLabel('PeopleHR API key').fill(customer.key);
    await page.getByRole('button', { name: 'Setup PeopleHR integration' }).click();
    const confirmation = page.getByRole('alert').filter({ hasText: 'The API link to PeopleHR is established' });
    await confirmation.waitFor();
    const box = await confirmation.boundingBox();
    expect([box!.x > 680, box!.y < 200]).toEqual([true, true]);
    await picture(page, 'integrations');
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('button', { name: 'Sync PeopleHR' }).click();
    await page.getByText(`Done. ${PEOPLE} people added.`).waitFor();
    await page.getByText(`Showing ${PEOPLE} people`).waitFor();
    expect(await rows(page)).toBe(PEOPLE);
    expect(await page.getByRole('columnheader').allTextContents()).toEqual([
      'Name',
      'Email',
      'Team',
      'Location',
      'Department',
      'Manager',
      'Status',
    ]);
    await page.getByLabel('Search name or email').fill([...(await customer.people()).values()][4]?.email ?? '');
    await page.getByText('Showing 1 person').waitFor();
    expect(await rows(page)).toBe(1);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Inactive' }).click();
    await page.getByText('Nobody matches this search.').waitFor();
  });

  it('lets PeopleHR be read every night with one click, once a sync has been successful', async () => {
    const { page, customer } = await signedIn();
    await customer.mustConnect();
    await page.reload();
    await page.getByRole('tab', { name: 'Integrations' }).click();
    const nights = page.getByRole('region', { name: 'Nightly sync' });
    await nights.getByText('Once a sync has been successful').waitFor();
    expect(await nights.getByRole('button').count()).toBe(0);
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('button', { name: 'Sync PeopleHR' }).click();
    await page.getByText(`Done. ${PEOPLE} people added.`).waitFor();
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await nights.getByRole('button', { name: 'Sync every night' }).click();
    await nights.getByText('Next sync:').waitFor();
    await picture(page, 'nightly-sync');
    expect(await seriousBarriers(page)).toEqual([]);
    const { body } = await customer.call('GET', '/schedule');
    expect(body).toMatchObject({ enabled: true, nextSyncAt: expect.any(String) });
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByText('Next sync:').waitFor();
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await nights.getByRole('button', { name: 'Switch off' }).click();
    await nights.getByRole('button', { name: 'Sync every night' }).waitFor();
    expect((await customer.call('GET', '/schedule')).body).toMatchObject({ enabled: false, nextSyncAt: null });
  });

  it('gets to a filled table by keyboard alone', async () => {
    const { page, customer } = await signedIn();
    /** Tabs to the next thing with this name, as somebody without a mouse does, and presses Enter. */
    const reach = async (name: string): Promise<void> => {
      for (let steps = 0; steps < 60; steps++) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate<string>(FOCUSED);
        if (focused.trim() === name) return;
      }
      throw new Error(`nobody reaches '${name}' by keyboard`);
    };
    // Tabs are one stop; arrows move between them.
    await reach('Your details');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByLabel('PeopleHR API key').waitFor();
    await reach('PeopleHR API key');
    await page.keyboard.type(customer.key);
    await page.keyboard.press('Enter');
    await page.getByText('The API link to PeopleHR is established').waitFor();
    await reach('People');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'People', exact: true }).waitFor();
    await reach('Sync PeopleHR');
    await page.keyboard.press('Enter');
    await page.getByText(`Done. ${PEOPLE} people added.`).waitFor();
    await page.getByText(`Showing ${PEOPLE} people`).waitFor();
  });

  it('reads what to do when the key is wrong, and when a sync fails', async () => {
    const { page, customer } = await signedIn();
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await page.getByLabel('PeopleHR API key').fill('00000000-0000-4000-8000-000000000000');
    await page.getByRole('button', { name: 'Setup PeopleHR integration' }).click();
    await page.getByText('PeopleHR does not accept this API key.').waitFor();
    await page.getByLabel('PeopleHR API key').fill(customer.key);
    await page.getByRole('button', { name: 'Setup PeopleHR integration' }).click();
    await page.getByText('The API link to PeopleHR is established').waitFor();
    await customer.fault('no-employees', { times: 1, action: 'GetAllEmployeeDetail' });
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('button', { name: 'Sync PeopleHR' }).click();
    const failed = page.getByRole('alert').filter({ hasText: 'PeopleHR' });
    await failed.waitFor();
    expect(await failed.textContent()).not.toMatch(/\b(tenant|snapshot|hash|base|parked|digest)\b/i);
  });

  it('is asked by name before another company takes the place of theirs, and nothing changes until it is meant', async () => {
    const { page, customer } = await signedIn();
    const theirs = String((await customer.connect()).body['companyName']);
    const other = await Customer.create(system, aTenantId(), { employees: 3, seed: 11, name: 'Harbour Ropes Ltd' });
    const dialog = page.getByRole('dialog', { name: 'Connect Harbour Ropes Ltd?' });
    const asks = async (): Promise<void> => {
      await page.getByLabel('PeopleHR API key').fill(other.key);
      await page.getByRole('button', { name: 'Setup PeopleHR integration' }).click();
      await dialog.waitFor();
    };
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await asks();
    expect(await dialog.textContent()).toContain(theirs);
    await picture(page, 'another-company');
    await dialog.getByRole('button', { name: 'Go back' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const connected = async () => (await customer.call('GET', '/integrations/peoplehr')).body['companyName'];
    expect(await connected()).toBe(theirs);
    await asks();
    expect(await seriousBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Connect Harbour Ropes Ltd' }).click();
    await page.getByText('The API link to PeopleHR is established: Harbour Ropes Ltd.').waitFor();
    expect(await connected()).toBe('Harbour Ropes Ltd');
  });

  it('sees what a list of people would do before it is done, and imports those whose lines are right', async () => {
    const { page, customer } = await signedIn();
    await customer.mustConnect();
    await customer.sync();
    const [known] = [...(await customer.people()).values()];
    const file = [
      'sep=;',
      'Name;Email address;Team;Org employee ID;Shoe size;',
      'Tess Quill;tess.quill@northwind-tiles.example;Trustees;;37;',
      ';;;;;',
      `${known?.name ?? ''};${known?.email ?? ''};;;41;`,
      'Omar Reed;;Trustees;;44;',
    ].join('\r\n');
    await page.goto(`${system.http}/people/import`);
    const chosen = { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(`\ufeff${file}`, 'utf16le') };
    await page.getByLabel('CSV file').setInputFiles(chosen);
    await page.getByText('1 person will be imported.').waitFor();
    await page.getByText('1 is in WeThrive already').waitFor();
    await page.getByText('1 line cannot be imported.').waitFor();
    const wrong = page.getByRole('table', { name: 'Lines to correct' });
    expect(await wrong.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^6\s+Email\s+Omar Reed;;/),
    ]);
    const first = page.getByRole('table', { name: 'First people of the list' });
    expect(await first.getByRole('columnheader').allTextContents()).toEqual(['Name', 'Email', 'Team', 'Employee ID']);
    await page.getByText('Not used: Shoe size.').waitFor();
    await page.getByText('Who is in WeThrive already').click();
    await page.getByText(/^Line 5: already in WeThrive, with the same email address\./).waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    expect(await foreignWords(page)).toEqual([]);
    await picture(page, 'import');
    expect([...(await customer.people()).values()]).toHaveLength(PEOPLE);
    await page.getByRole('button', { name: 'Import only 1 person' }).click();
    await page
      .getByText('Imported 1 person. 1 was in WeThrive already and stays as they are. 1 line was left out.')
      .waitFor();
    await eventually(async () => expect(await customer.people()).toHaveProperty('size', PEOPLE + 1));
  });

  it('meets no barrier that axe would call serious, on any page', async () => {
    const { page, customer } = await signedIn();
    const check = async (where: string): Promise<void> => {
      expect([where, await seriousBarriers(page)]).toEqual([where, []]);
      expect([where, await foreignWords(page)]).toEqual([where, []]);
    };
    await check('profile');
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await page.getByLabel('PeopleHR API key').waitFor();
    await check('integrations');
    await customer.mustConnect();
    await customer.sync();
    await page.goto(`${system.http}/people`);
    await page.getByText(`Showing ${PEOPLE} people`).waitFor();
    await check('people');
    await page.getByRole('table', { name: 'People' }).getByRole('link').first().click();
    await page.getByText('Added from PeopleHR').waitFor();
    await check('person');
    await page.goto(`${system.http}/syncs`);
    await page.getByRole('table', { name: 'Syncs' }).waitFor();
    await check('syncs');
    for (const [path, heading] of [
      ['problems', 'Problems'],
      ['settings', 'Settings'],
      ['people/import', 'Import people'],
      ['why', 'Why is somebody not here?'],
    ] as const) {
      await page.goto(`${system.http}/${path}`);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await check(path);
    }
    const stranger = await browser.stranger();
    await stranger.goto(system.http);
    await stranger.getByRole('heading', { name: 'Sign in to PeopleSync' }).waitFor();
    expect(await seriousBarriers(stranger)).toEqual([]);
  });

  it('sees the demo company as a newcomer would', async () => {
    const page = await browser.administrator(system, 'demo');
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await page.getByLabel('PeopleHR API key').fill('b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1');
    await page.getByRole('button', { name: 'Setup PeopleHR integration' }).click();
    await page.getByText('established: Northwind Tiles').waitFor();
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('button', { name: 'Sync PeopleHR' }).click();
    await page.getByText('Showing 114 people').waitFor();
    await picture(page, 'people');
  });
});

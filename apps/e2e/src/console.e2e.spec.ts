import { AxeBuilder } from '@axe-core/playwright';
import {
  aTenantId,
  chromiumPath,
  describeReal,
  eventually,
  type RunningSystem,
  startSystem,
} from '@people-sync/testing';
import { type Browser, chromium, type Page } from 'playwright-core';
import { Customer } from './doors/customer.client';

/** Headless in a container, and quiet: no calls home. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PEOPLE = 12;

/** What has the focus, by its label or text; evaluated in the page. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  return at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? '';
})()`;
/** True when nothing fades or moves any more. */
const STILL = `document.getAnimations().every((animation) => animation.playState !== 'running')`;

describeReal('chromium')('an administrator in the browser', () => {
  let system: RunningSystem;
  let browser: Browser;
  const pages: Page[] = [];

  beforeAll(async () => {
    system = await startSystem({ form: 'embedded', env: { 'all-in-one': { RETRY_BASE_MS: '20' } } });
    browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: flags });
  });
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });

  /** Somebody signed in for a new company, by the link that the platform opens. */
  const signedIn = async (): Promise<{ page: Page; customer: Customer }> => {
    const customer = await Customer.create(system, aTenantId(), { employees: PEOPLE, seed: 9 });
    const token = await system.tokenFor({
      subject: 'grace.hopwood@northwind-tiles.example',
      roles: ['peoplesync.admin'],
      tenant: customer.tenant,
    });
    const page = await newPage();
    await page.goto(`${system.http}/#token=${token}`);
    await page.getByRole('heading', { name: 'Profile' }).waitFor();
    return { page, customer };
  };
  const newPage = async (): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    pages.push(page);
    return page;
  };
  const rows = (page: Page): Promise<number> => page.getByRole('table', { name: 'People' }).locator('tbody tr').count();
  const picture = async (page: Page, name: string): Promise<void> => {
    if (process.env['UPDATE_SCREENSHOTS'] === '1') await page.screenshot({ path: `docs/images/${name}.png` });
  };

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
    await page.getByText(`Showing ${PEOPLE} of ${PEOPLE} people`).waitFor();
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
    await page.getByText('Showing 1 of 1 person').waitFor();
    expect(await rows(page)).toBe(1);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Inactive' }).click();
    await page.getByText('Nobody matches this search.').waitFor();
  });

  it('does the same by keyboard alone', async () => {
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
    await page.getByText(`Showing ${PEOPLE} of ${PEOPLE} people`).waitFor();
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

  it('meets no barrier that axe would call serious, on any page', async () => {
    const { page, customer } = await signedIn();
    const check = async (where: string): Promise<void> => {
      // Fades are judged half-way otherwise.
      await eventually(async () => expect(await page.evaluate<boolean>(STILL)).toBe(true));
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect([where, serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)]).toEqual([where, []]);
    };
    await check('profile');
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await page.getByLabel('PeopleHR API key').waitFor();
    await check('integrations');
    await customer.mustConnect();
    await customer.sync();
    await page.goto(`${system.http}/people`);
    await page.getByText(`Showing ${PEOPLE} of ${PEOPLE} people`).waitFor();
    await check('people');
    await page.getByRole('table', { name: 'People' }).getByRole('link').first().click();
    await page.getByText('Added from PeopleHR').waitFor();
    await check('person');
    await page.goto(`${system.http}/syncs`);
    await page.getByRole('table', { name: 'Syncs' }).waitFor();
    await check('syncs');
    const stranger = await newPage();
    await stranger.goto(system.http);
    await stranger.getByRole('heading', { name: 'Sign in to PeopleSync' }).waitFor();
    const { violations } = await new AxeBuilder({ page: stranger }).analyze();
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  });

  it('sees the demo company as a newcomer would', async () => {
    const page = await newPage();
    const token = await system.tokenFor({
      subject: 'grace.hopwood@northwind-tiles.example',
      roles: ['peoplesync.admin'],
      tenant: 'demo',
    });
    await page.goto(`${system.http}/#token=${token}`);
    await page.getByRole('tab', { name: 'Integrations' }).click();
    await page.getByLabel('PeopleHR API key').fill('b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1');
    await page.getByRole('button', { name: 'Setup PeopleHR integration' }).click();
    await page.getByText('established: Northwind Tiles').waitFor();
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('button', { name: 'Sync PeopleHR' }).click();
    await page.getByText('Showing 100 of 114 people').waitFor();
    await picture(page, 'people');
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('Showing 114 of 114 people').waitFor();
  });
});

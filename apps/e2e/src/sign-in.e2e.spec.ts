import { aTenantId, describeReal, type RunningSystem, startSystem } from '@people-sync/testing';
import type { Page } from 'playwright-core';
import { ConsoleBrowser, foreignWords, linkFor, seriousBarriers } from './doors/console.page';
import { Customer } from './doors/customer.client';

/** What the page's own scripts could hand to somebody else; evaluated in the page. */
const KEPT = `JSON.stringify([location.href, document.cookie, {...localStorage}, {...sessionStorage}])`;

/** Something that one waits for and another gives. */
function aSignal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

describeReal('chromium')('signing in', () => {
  let system: RunningSystem;
  let browser: ConsoleBrowser;
  let own: Customer;
  let other: Customer;

  beforeAll(async () => {
    system = await startSystem({ form: 'embedded', env: { 'all-in-one': { RETRY_BASE_MS: '20' } } });
    browser = await ConsoleBrowser.open();
    own = await Customer.create(system, aTenantId(), { employees: 3, seed: 3 });
    other = await Customer.create(system, aTenantId(), { employees: 3, seed: 4 });
    await named(own, 'Northwind Tiles');
    await named(other, 'Harbour Foods');
    await own.mustConnect();
  });
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });
  afterEach(() => browser.closePages());

  const named = async ({ tenant }: Customer, name: string): Promise<void> => {
    const headers = { authorization: `Bearer ${system.token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ name });
    const renamed = await fetch(`${system.http}/v1/tenants/${tenant}`, { method: 'PATCH', headers, body });
    expect(renamed.status).toBe(200);
  };
  const isAtSignIn = (page: Page): Promise<void> =>
    page.getByRole('heading', { name: 'Sign in to PeopleSync' }).waitFor();
  const isIn = (page: Page, company = 'Northwind Tiles'): Promise<void> =>
    page.getByRole('banner').getByText(company, { exact: true }).waitFor();

  it('by a link asks a browser that was never here, and leaves nothing behind that signs anybody in', async () => {
    const page = await browser.stranger();
    const link = await linkFor(system, own.tenant, '/people?team=Nobody');
    await page.goto(link);
    await page.getByRole('heading', { name: 'Sign in for Northwind Tiles?' }).waitFor();
    await page.getByText('grace.hopwood@northwind-tiles.example').waitFor();
    expect(page.url()).toBe(`${system.http}/people?team=Nobody`);
    expect(await seriousBarriers(page)).toEqual([]);
    expect(await foreignWords(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await isIn(page);
    expect(page.url()).toBe(`${system.http}/people?team=Nobody`);
    const [, code = ''] = link.split('#code=');
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    const kept = await page.evaluate<string>(KEPT);
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(cookie?.value);
    await page.goBack();
    expect(page.url()).not.toContain('#');
  });

  it('by a link does not happen for somebody who says no', async () => {
    const page = await browser.stranger();
    await page.goto(await linkFor(system, other.tenant));
    await page.getByRole('button', { name: 'Do not sign in' }).click();
    await isAtSignIn(page);
    expect(await page.context().cookies()).toEqual([]);
  });

  it('holds in every tab, for every link of the same company, until somebody signs out in one of them', async () => {
    const page = await browser.administrator(system, own.tenant, '/people');
    await isIn(page);
    const second = await page.context().newPage();
    await second.goto(`${system.http}/problems`);
    await isIn(second);
    await second.goto(await linkFor(system, own.tenant));
    await isIn(second);
    await page.reload();
    await isIn(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await isAtSignIn(page);
    await isAtSignIn(second);
    await second.reload();
    await isAtSignIn(second);
    await second.goto(await linkFor(system, own.tenant));
    await isIn(second);
    await isIn(page);
  });

  it('shows who is in, though an older answer that nobody is comes after it', async () => {
    const page = await browser.stranger();
    await page.goto(`${system.http}/people`);
    await isAtSignIn(page);
    const [asked, mayArrive] = [aSignal(), aSignal()];
    await page.route('**/v1/session', async (route) => {
      if (route.request().method() !== 'GET') return route.continue();
      const answer = await route.fetch();
      asked.give();
      await mayArrive.given;
      // The page may have stopped waiting for it.
      await route.fulfill({ response: answer }).catch(() => undefined);
    });
    await page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
    await asked.given;
    const { hash } = new URL(await linkFor(system, own.tenant));
    await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await isIn(page);
    mayArrive.give();
    await page.unrouteAll({ behavior: 'wait' });
    // What arrived before this answer has been looked at.
    await page.evaluate(`fetch('/').then(() => new Promise(requestAnimationFrame))`);
    expect(await page.getByRole('heading', { name: 'Sign in to PeopleSync' }).count()).toBe(0);
    await isIn(page);
  });

  it('is never swapped by a link: both companies are named, and nothing changes until it is meant', async () => {
    const page = await browser.administrator(system, own.tenant, '/people');
    await isIn(page);
    const second = await page.context().newPage();
    await second.goto(await linkFor(system, other.tenant, '/profile', 'eve@harbour-foods.example'));
    await second.getByRole('heading', { name: 'Sign in as somebody else?' }).waitFor();
    const asked = await second.getByRole('main').innerText();
    for (const word of ['Northwind Tiles', 'grace.hopwood', 'Harbour Foods', 'eve@harbour-foods.example']) {
      expect(asked).toContain(word);
    }
    expect(second.url()).toBe(`${system.http}/profile`);
    expect(await seriousBarriers(second)).toEqual([]);
    await second.getByRole('button', { name: 'Stay with Northwind Tiles' }).click();
    await isIn(second);
    await second.goto(await linkFor(system, other.tenant, '/profile', 'eve@harbour-foods.example'));
    await second.getByRole('button', { name: 'Go on with Harbour Foods' }).click();
    await isIn(second, 'Harbour Foods');
    await isIn(page, 'Harbour Foods');
    // A link to a page that is open already changes the fragment only.
    const back = new URL(await linkFor(system, own.tenant, '/profile'));
    await second.evaluate(`location.hash = ${JSON.stringify(back.hash)}`);
    await second.getByRole('button', { name: 'Stay with Harbour Foods' }).click();
    expect(second.url()).not.toContain('#');
    await isIn(second, 'Harbour Foods');
  });

  it('says that a link is used up, and simply opens the page for somebody who is in', async () => {
    const link = await linkFor(system, own.tenant);
    const page = await browser.stranger();
    await page.goto(link);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await isIn(page);
    const stranger = await browser.stranger();
    await stranger.goto(link);
    await stranger.getByText('This link was used already, or is too old').waitFor();
    expect(stranger.url()).toBe(`${system.http}/`);
    const second = await page.context().newPage();
    await second.goto(link);
    await isIn(second);
    await second.goto(`${system.http}/syncs#code=`);
    await isIn(second);
    expect(second.url()).toBe(`${system.http}/syncs`);
  });

  it('takes a pasted link, code or token', async () => {
    const link = await linkFor(system, own.tenant);
    const token = await system.tokenFor({
      subject: 'grace.hopwood@northwind-tiles.example',
      roles: ['peoplesync.admin'],
      tenant: own.tenant,
    });
    for (const text of [link, (await linkFor(system, own.tenant)).split('#code=')[1] ?? '', token]) {
      const page = await browser.stranger();
      await page.goto(system.http);
      await page.getByLabel('Link, code or access token').fill('nonsense');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('This is not accepted').waitFor();
      await page.getByLabel('Link, code or access token').fill(text);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await isIn(page);
      expect(await page.evaluate<string>(KEPT)).not.toContain(text);
    }
  });

  it('tells other tabs of a sync that was started in one', async () => {
    const page = await browser.administrator(system, own.tenant, '/people');
    const second = await page.context().newPage();
    await second.goto(`${system.http}/people`);
    await second.getByRole('button', { name: 'Sync PeopleHR' }).waitFor();
    await page.getByRole('button', { name: 'Sync PeopleHR' }).click();
    await page.getByText('Done. 3 people added.').waitFor();
    await second.getByText('Done. 3 people added.').waitFor();
  });

  it('goes on by itself when PeopleSync was away, and says so meanwhile instead of showing all as well', async () => {
    const page = await browser.administrator(system, own.tenant, '/people');
    await page.getByText('Done.').waitFor();
    const away = (route: { abort: () => Promise<void> }): Promise<void> => route.abort();
    await page.route('**/v1/**', away);
    await page.getByRole('link', { name: 'Syncs' }).click();
    await page.getByText('PeopleSync does not answer.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).first().waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'People', exact: true }).click();
    await page.getByText('When PeopleSync last answered:').waitFor();
    await page.unroute('**/v1/**', away);
    await page.getByText('PeopleSync does not answer.').waitFor({ state: 'detached' });
    await page.getByText('When PeopleSync last answered:').waitFor({ state: 'detached' });
    await isIn(page);
  });
});

import { aTenantId, describeReal, type RunningSystem, startSystem } from '@people-sync/testing';
import type { Locator, Page } from 'playwright-core';
import { ConsoleBrowser, foreignWords, picture, seriousBarriers } from './doors/console.page';
import { Customer } from './doors/customer.client';

const PEOPLE = 180;

describeReal('chromium')('an administrator of a company of 180', () => {
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

  /** A company of 180, connected, with these things happening before its first sync. */
  const company = async (scenarios: readonly string[] = [], seats: number | null = null): Promise<Customer> => {
    const made = { kind: 'tile-maker', employees: PEOPLE, seed: 4, scenarios };
    const customer = await Customer.create(system, aTenantId(), made, seats);
    await customer.mustConnect();
    return customer;
  };
  /** Something happens in PeopleHR after the first sync. */
  const happens = (customer: Customer, scenario: string): Promise<void> =>
    customer.inPeopleHr('POST', `/scenarios/${scenario}`);
  const at = (customer: Customer, path = '/people'): Promise<Page> =>
    browser.administrator(system, customer.tenant, path);
  const press = (page: Page, name: string | RegExp): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
  const follow = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('link', { name }).first().click();
  const alert = (page: Page, text: string | RegExp): Locator => page.getByRole('alert').filter({ hasText: text });
  /** No barrier, and no word that means nothing to an administrator. */
  const isInOrder = async (page: Page): Promise<void> => {
    expect(await seriousBarriers(page)).toEqual([]);
    expect(await foreignWords(page)).toEqual([]);
  };
  const everybody = async (customer: Customer): Promise<number> =>
    Number((await customer.call('GET', '/people')).body['total']);
  const inactive = async (customer: Customer): Promise<number> =>
    Object.values(await customer.statuses()).filter((status) => status === 'inactive').length;

  it('has a first sync with three bad addresses: everybody else is there, and the three are named with what to do', async () => {
    const customer = await company(['three-bad-addresses']);
    const page = await at(customer);
    await press(page, 'Sync PeopleHR');
    await page.getByText(/Done\. 3 people need attention\./).waitFor();
    await follow(page, 'Look at the problems');
    await page.getByRole('heading', { level: 1, name: 'Problems' }).waitFor();
    const problems = await customer.problems();
    const badAddresses = problems.filter(({ code }) => code.startsWith('email-'));
    expect(badAddresses.map(({ code }) => code).sort()).toEqual(['email-blank', 'email-invalid', 'email-invalid']);
    for (const { message } of badAddresses) await page.getByText(message).waitFor();
    await isInOrder(page);
    await picture(page, 'problems');
    expect((await customer.people()).size).toBe(PEOPLE - 3);
  });

  it('has 40 of 180 leaving: nothing happens before the OK, and exactly what was approved happens after it', async () => {
    const customer = await company();
    await customer.sync();
    const before = await customer.people();
    await happens(customer, 'forty-leave');
    const page = await at(customer);
    await press(page, 'Sync PeopleHR');
    await alert(page, 'Waiting for your OK').or(page.getByText('Look at the changes to check')).first().waitFor();
    expect(await customer.people()).toEqual(before);
    await follow(page, 'Look at the changes to check');
    await page.getByRole('heading', { level: 1, name: 'Changes to check' }).waitFor();
    await page.getByText(/40 leaving/).waitFor();
    await page.getByText('Usually a site or a team that closed.').waitFor();
    await page.getByText('Look at who leaves. If it is wrong, correct it in PeopleHR and sync again.').waitFor();
    await isInOrder(page);
    await picture(page, 'changes-to-check');
    await page.getByRole('button', { name: /^Show 40 people/ }).click();
    await page
      .getByRole('checkbox', { name: /^Leave out (?!all)/ })
      .first()
      .check();
    await page.getByText(/'Apply' makes 39 people inactive\. 1 person left out/).waitFor();
    await press(page, 'Apply');
    const asked = page.getByRole('dialog', { name: 'Make 39 people inactive?' });
    await asked.getByRole('button', { name: 'Go back' }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await customer.people()).toEqual(before);
    await press(page, 'Apply');
    await asked.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Changes made' }).waitFor();
    await page
      .getByText(/Done\. 39 people left/)
      .first()
      .waitFor();
    expect(await inactive(customer)).toBe(39);
    // Whoever was left out is not asked about again, and can be seen.
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 0 } });
    await page.goto(`${system.http}/problems`);
    await page.getByText('Kept by you').first().waitFor();
    await isInOrder(page);
  });

  it('says no to them: nothing is applied, and the next sync does not ask again', async () => {
    const customer = await company();
    await customer.sync();
    await happens(customer, 'forty-leave');
    const { syncId: id } = await customer.sync();
    const page = await at(customer, `/syncs/${id}`);
    await press(page, 'Do not apply');
    await page.getByRole('dialog').getByRole('button', { name: 'Do not apply' }).click();
    await page.getByRole('heading', { level: 1, name: 'Changes that were not made' }).waitFor();
    await isInOrder(page);
    expect(await inactive(customer)).toBe(0);
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 0 } });
    // The no is taken back as one: the next sync asks again.
    await page.goto(`${system.http}/problems/kept`);
    await press(page, /^Undo all 40$/);
    await isInOrder(page);
    await page.getByRole('dialog').getByRole('button', { name: 'Undo all', exact: true }).click();
    await page.getByText('Undone: 40 changes are kept away no more.').waitFor();
    await page.getByText('There is nothing here.').waitFor();
    expect(await customer.sync()).toMatchObject({ status: 'held', planned: { left: 40 } });
  });

  it('looks at a renamed department before it is taken over: one line, with old and new and how many', async () => {
    const customer = await company();
    await customer.sync();
    await happens(customer, 'department-renamed');
    const page = await at(customer);
    await press(page, 'Preview changes');
    await page.getByRole('heading', { level: 1, name: 'Changes to check' }).waitFor();
    await page.getByRole('button', { name: /^Show \d+ people: Department/ }).waitFor();
    expect(await page.getByRole('button', { name: /^Show \d+ people: / }).count()).toBe(1);
    await isInOrder(page);
    await picture(page, 'preview');
    await page.goto(`${system.http}/people`);
    await press(page, 'Sync PeopleHR');
    await page.getByText(/Done\. \d+ people updated\./).waitFor();
  });

  it('sees somebody come back as the same person, with their story and why', async () => {
    const customer = await company();
    await customer.sync();
    await happens(customer, 'somebody-leaves');
    await customer.sync();
    const [left] = [...(await customer.people()).values()].filter(({ status }) => status === 'inactive');
    await happens(customer, 'rejoiner-old-record');
    const page = await at(customer);
    await press(page, 'Sync PeopleHR');
    await page.getByText('Done. 1 person back again.').waitFor();
    await page.goto(`${system.http}/people/${left?.personId ?? ''}`);
    await page.getByRole('heading', { level: 1, name: left?.name ?? '' }).waitFor();
    await page.getByText('Came back: active again').waitFor();
    await press(page, 'Why?');
    await page.getByRole('button', { name: 'Hide how it came about' }).waitFor();
    await isInOrder(page);
    await picture(page, 'person-why', true);
  });

  it('runs out of licences: whoever waits is listed, and is active as soon as there are more', async () => {
    const customer = await company([], 100);
    const page = await at(customer);
    await press(page, 'Preview changes');
    await page.getByText(/You need \d+ licences, 100 are free: \d+ people would wait for a licence/).waitFor();
    await isInOrder(page);
    await page.goto(`${system.http}/people`);
    await press(page, 'Sync PeopleHR');
    await page
      .getByText(/\d+ people waiting for a licence/)
      .first()
      .waitFor();
    await picture(page, 'licences');
    await isInOrder(page);
    const waiting = Object.values(await customer.statuses()).filter((status) => status === 'waiting').length;
    expect(waiting).toBeGreaterThan(20);
    await customer.call('PUT', '/licences', { seats: 100 + waiting });
    await page.reload();
    await page.getByText(new RegExp(`${100 + waiting} of ${100 + waiting} licences in use`)).waitFor();
    expect(Object.values(await customer.statuses()).filter((status) => status === 'waiting')).toEqual([]);
  });

  it('leaves out who should not be surveyed: one by one with a reason, or by employment type with the effect shown', async () => {
    const customer = await company(['not-to-be-surveyed']);
    await customer.sync();
    const page = await at(customer);
    await page.getByLabel('Search name or email').fill([...(await customer.people()).values()][7]?.email ?? '');
    await page.getByText('Showing 1 person').waitFor();
    await page.getByRole('table', { name: 'People' }).getByRole('link').first().click();
    await press(page, 'Leave out of WeThrive');
    await page.getByLabel('Reason').fill('Works for the auditor');
    await page.getByRole('dialog').getByRole('button', { name: 'Leave out' }).click();
    await page.getByText(/is left out of WeThrive from the next sync on/).waitFor();
    await page.goto(`${system.http}/settings`);
    const types = page.getByRole('group', { name: 'Employment type', exact: true });
    await types.getByRole('radio', { name: 'Everybody but' }).check();
    for (const type of ['Trustee', 'Contractor']) await types.getByRole('checkbox', { name: type }).check();
    await page.getByText(/\b2 would leave/).waitFor();
    await isInOrder(page);
    await picture(page, 'settings');
    await page
      .getByRole('region', { name: 'Who should be in WeThrive' })
      .getByRole('button', { name: 'Save', exact: true })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').first().waitFor();
    expect(await customer.sync()).toMatchObject({ status: 'completed', applied: { left: 3 } });
    expect(await inactive(customer)).toBe(3);
  });

  it('is asked whether it is the same person, and answers with one click', async () => {
    const customer = await company();
    await customer.sync();
    const before = await everybody(customer);
    await happens(customer, 'id-recycled');
    await customer.sync();
    const page = await at(customer, '/problems');
    await page.getByRole('heading', { name: 'Is this the same person?' }).first().waitFor();
    await isInOrder(page);
    await picture(page, 'same-person');
    await page
      .getByRole('button', { name: /^A new person/ })
      .first()
      .click();
    await page
      .getByText(/It counts from the next sync/)
      .first()
      .waitFor();
    await customer.sync();
    expect(await everybody(customer)).toBe(before + 1);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Problems' }).waitFor();
    expect(await page.getByRole('button', { name: /^A new person/ }).count()).toBe(0);
  });
});

import { createReadStream } from 'node:fs';
import { aTenantId, describeReal, type RunningSystem, startSystem } from '@people-sync/testing';
import { verifyRecordFile } from '@people-sync/transparency';
import { ConsoleBrowser, foreignWords, seriousBarriers } from './doors/console.page';
import { Customer } from './doors/customer.client';
import { staff } from './doors/staff';

const PEOPLE = 12;

describeReal('chromium')('the Audit page', () => {
  let system: RunningSystem;
  let browser: ConsoleBrowser;
  let customer: Customer;

  beforeAll(async () => {
    system = await startSystem({ form: 'embedded', env: { 'all-in-one': { RETRY_BASE_MS: '20' } } });
    browser = await ConsoleBrowser.open();
    customer = await Customer.create(system, aTenantId(), { rows: staff(PEOPLE) });
    await customer.mustConnect();
    await customer.sync();
  });
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });
  afterEach(() => browser.closePages());

  it('tells what happened, narrowed to people, days and syncs, and that everything has come', async () => {
    const page = await browser.administrator(system, customer.tenant, '/audit');
    await page.getByText('Nothing is known to be missing in what was received.').waitFor();
    const table = page.getByRole('table', { name: 'What happened' });
    await table.getByRole('link', { name: 'A sync was applied.' }).waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    expect(await foreignWords(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'About' }).click();
    await page.getByRole('option', { name: 'People', exact: true }).click();
    await table.getByRole('link', { name: 'A sync was applied.' }).waitFor({ state: 'detached' });
    expect(await table.getByRole('link', { name: 'Somebody was added to the People table.' }).count()).toBe(PEOPLE);
    const name = (await table.getByRole('row').nth(1).getByRole('cell').nth(2).innerText()).trim();
    await page.getByRole('combobox', { name: 'Person' }).fill(name);
    await page.getByRole('option', { name }).first().click();
    await page.getByText(`About ${name}`).waitFor();
    const added = table.getByRole('link', { name: 'Somebody was added to the People table.' });
    while ((await added.count()) !== 1) await added.nth(1).waitFor({ state: 'detached' });
    await page.getByLabel('To', { exact: true }).fill('2020-01-01');
    await page.getByText('Nothing like that happened.').waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    await page.goBack();
    await added.waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await table.getByRole('link', { name: 'PeopleHR was connected.' }).waitFor();
  });

  it('shows one event, and gives its proof as a file that holds', async () => {
    const page = await browser.administrator(system, customer.tenant, '/audit?kind=person');
    const added = page.getByRole('link', { name: 'Somebody was added to the People table.' }).first();
    await added.click();
    await page.getByRole('heading', { level: 1, name: 'Somebody was added to the People table.' }).waitFor();
    await page.getByRole('button', { name: 'Download the proof' }).waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    expect(await foreignWords(page)).toEqual([]);
    const coming = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the proof' }).click();
    const { exitCode, lines } = await verifyRecordFile(createReadStream(await (await coming).path()));
    expect([exitCode, lines[0]]).toEqual([
      0,
      expect.stringContaining(`of the record of ${customer.tenant} is as it was`),
    ]);
    await page.getByText('All that it says, as it was sent').click();
    await page.getByText('"email":').waitFor();
    expect(await seriousBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'All that happened in it' }).click();
    await page.getByRole('link', { name: 'A sync was applied.' }).waitFor();
  });
});

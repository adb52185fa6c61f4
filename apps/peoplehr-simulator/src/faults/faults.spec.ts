import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { demoKey } from '../companies/demo-company';
import { everybody, SimulatorRig } from '../simulator-rig.testkit';
import { spellings } from './echoed-key';
import { faultNames } from './fault';

const company = { APIKey: demoKey, Action: 'GetCompanyInformation' };
const result = (answer: unknown) => (answer as { Result: unknown }).Result;

describe('a PeopleHR that goes wrong', () => {
  let rig: SimulatorRig;
  beforeEach(async () => {
    rig = await SimulatorRig.start();
  });
  afterEach(() => rig.close());

  const order = (fault: string, more: Record<string, unknown> = {}) =>
    rig.control('POST', '/faults', { key: demoKey, fault, ...more });

  const nothingWaits = async () => ((await rig.control('GET', '/faults')) as { faults: unknown[] }).faults.length === 0;

  it.each([
    ['html-403', 403],
    ['html-500', 500],
    ['html-502', 502],
  ])('sends %s once, then is well again', async (fault, status) => {
    await order(fault);
    const response = await rig.post(everybody());
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/html']);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
    expect(await rig.list()).toMatchObject({ Status: 0 });
  });

  it.each([
    ['invalid-key', 2, 'Invalid API Key.'],
    ['key-does-not-exist', 5, 'API key does not exists.'],
    ['no-grant', 5, 'No access on employee schema.'],
    ['access-denied', 5, 'Access Denied.'],
    ['suspended', 5, 'This company has been suspended.'],
    ['trial-expired', 5, 'Your trial has expired.'],
    ['status-6', 6, 'Oops! Something went wrong.'],
    ['throttled', 5, 'API calls will be limited to a 50 per minute'],
  ])('refuses with %s, in HTTP 200', async (fault, status, message) => {
    await order(fault);
    const response = await rig.post(everybody());
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ isError: true, Status: status, Message: message, Result: '' });
  });

  it('throttles in every way that was reported: as an error, not as one, even as success', async () => {
    for (const shape of [{ isError: false }, { isError: false, status: 0 }, { isError: true, status: 5 }]) {
      await order('throttled', shape);
      const { isError, status = 5 } = shape;
      expect(await rig.list()).toMatchObject({ isError, Status: status, Result: '' });
    }
  });

  it('looks like a company without people, in both ways', async () => {
    await order('no-employees');
    await order('no-employees-empty-list');
    expect(await rig.list()).toEqual({ isError: false, Status: 10, Message: 'No record found.', Result: '' });
    expect(await rig.list()).toMatchObject({ isError: false, Status: 0, Result: [] });
  });

  it('sends nothing, half of it, or as much as is wished, with HTTP 200', async () => {
    await order('empty-body');
    await order('truncated-json');
    await order('truncated-json', { at: 100 });
    await order('truncated-json', { at: 1_000_000_000 });
    const whole = (await (await rig.post(everybody())).text()).length;
    expect(whole).toBe(0);
    const texts: Buffer[] = [];
    for (let i = 0; i < 4; i++) texts.push(Buffer.from(await (await rig.post(everybody())).arrayBuffer()));
    const [half, hundred, allButOne, well] = texts.map(({ length }) => length);
    expect([half, hundred, allButOne]).toEqual([Math.floor(well! / 2), 100, well! - 1]);
    for (const cut of texts.slice(0, 3)) expect(() => JSON.parse(cut.toString()) as unknown).toThrow(SyntaxError);
  });

  it('breaks the connection before the answer, and in the middle of it', async () => {
    await order('reset');
    await expect(rig.post(everybody())).rejects.toThrow();
    await order('reset-mid-body');
    const response = await rig.post(everybody());
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(await rig.list()).toMatchObject({ Status: 0 });
  });

  it('keeps a caller waiting for the first byte, who may go away', async () => {
    await order('slow-first-byte', { ms: 600_000 });
    const gone = new AbortController();
    const answer = fetch(`${rig.url}/Employee`, {
      method: 'POST',
      body: JSON.stringify(everybody()),
      signal: gone.signal,
    });
    while (!(await nothingWaits())) await new Promise(setImmediate);
    gone.abort();
    await expect(answer).rejects.toThrow();
    await order('slow-first-byte', { ms: 1 });
    expect(await rig.list()).toMatchObject({ Status: 0 });
  });

  it('answers a little at a time, to a caller who may go away', async () => {
    await order('trickled', { ms: 10 });
    expect(await rig.list()).toMatchObject({ Status: 0 });
    await order('trickled', { ms: 600_000 });
    const gone = new AbortController();
    const answer = await fetch(`${rig.url}/Employee`, {
      method: 'POST',
      body: JSON.stringify(everybody()),
      signal: gone.signal,
    });
    gone.abort();
    await expect(answer.text()).rejects.toThrow();
    expect(await rig.list()).toMatchObject({ Status: 0 });
  });

  it('spells isError in other ways', async () => {
    await order('is-error-text');
    await order('is-error-pascal-case');
    expect(await rig.list()).toMatchObject({ isError: 'false', Status: 0 });
    expect(Object.keys((await rig.list()) as object)[0]).toBe('IsError');
  });

  it('lies within a good answer: an object for the list, somebody twice, somebody without an id', async () => {
    await order('result-object');
    await order('duplicate-employee');
    await order('missing-employee-id');
    const idsIn = (answer: unknown) =>
      (result(answer) as { EmployeeId: { DisplayValue: string } }[]).map((row) => row.EmployeeId.DisplayValue);
    expect(result(await rig.list())).toMatchObject({ UniqueKey: expect.any(String) });
    const twice = idsIn(await rig.list());
    expect([twice.length, new Set(twice).size, twice.at(-1)]).toEqual([121, 120, twice[0]]);
    expect(idsIn(await rig.list()).filter((id) => id === '')).toHaveLength(1);
  });

  it('is suddenly another company', async () => {
    await order('wrong-company');
    expect(result(await rig.ask(company))).toMatchObject({ CompanyId: 99_999 });
    expect(result(await rig.ask(company))).toMatchObject({ CompanyId: 66_446 });
  });

  it('keeps a fault for the calls that it can concern', async () => {
    await order('no-employees');
    await order('no-grant');
    await order('html-500', { action: 'GetEmployeeDetailById' });
    expect(await rig.ask(company)).toMatchObject({ Status: 0 });
    expect(await rig.list()).toMatchObject({ Status: 10 });
    expect(await rig.list()).toMatchObject({ Status: 5 });
    expect(await rig.list()).toMatchObject({ Status: 0 });
    const byId = { APIKey: demoKey, Action: 'GetEmployeeDetailById', EmployeeId: 'NT001' };
    expect((await rig.post(byId)).status).toBe(500);
  });

  it('goes wrong for one key only, as often as ordered, or until it is cleared', async () => {
    const { key } = (await rig.control('POST', '/companies', { employees: 1 })) as { key: string };
    await order('status-6', { times: 2 });
    await order('html-502', { times: null });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) statuses.push((await rig.post(everybody())).status);
    expect(statuses).toEqual([200, 200, 502, 502, 502]);
    expect(await rig.list(key)).toMatchObject({ Status: 0 });
    expect(await rig.control('GET', '/faults')).toEqual({ faults: [{ key: demoKey, fault: 'html-502', times: null }] });
    await rig.control('DELETE', `/faults/${demoKey}`);
    expect(await rig.list()).toMatchObject({ Status: 0 });
  });

  it('packs its answer in ways that nobody asked for, or writes other bytes than it says', async () => {
    await order('content-encoding');
    await order('windows-1252');
    await order('packed-garbage');
    await order('packed-bomb');
    const odd = await rig.post(everybody()).catch((error: unknown) => error);
    expect(odd instanceof Response ? odd.headers.get('content-encoding') : '').toBe('utf-8');
    const bytes = Buffer.from(await (await rig.post(everybody())).arrayBuffer());
    expect(isUtf8(bytes)).toBe(false);
    expect(JSON.parse(bytes.toString('latin1'))).toMatchObject({ Status: 0 });
    for (const fault of ['packed-garbage', 'packed-bomb']) {
      const { headers } = await rawAnswer(`${rig.url}/Employee`, JSON.stringify(everybody()));
      expect([fault, headers['content-encoding']]).toEqual([fault, 'gzip']);
    }
    expect(await rig.list()).toMatchObject({ Status: 0 });
  });

  it('repeats the key in its words, in every spelling, and in the name of the company', async () => {
    for (const [spelling, spell] of Object.entries(spellings)) {
      await order('key-echoed', { value: spelling });
      expect(await rig.list()).toMatchObject({ Status: 5, Message: `API key ${spell(demoKey)} does not exists.` });
    }
    await order('key-in-company-name');
    expect(result(await rig.ask(company))).toMatchObject({ CompanyName: `Tiles of ${demoKey}` });
  });

  it('has a photo, contacts or a value in one record that are larger than all others together', async () => {
    const sizes: number[] = [];
    for (const fault of ['large-photo', 'many-contacts', 'long-value']) {
      await order(fault);
      const [first] = result(await rig.list()) as object[];
      sizes.push(JSON.stringify(first).length);
    }
    expect(Math.min(...sizes)).toBeGreaterThan(100_000);
  });

  it('names in its README every fault there is', () => {
    expect(readme()).toEqual(expect.arrayContaining([...faultNames]));
  });
});

/** An answer whose body is left as it is. */
const rawAnswer = (url: string, body: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request(url, { method: 'POST' }, (response) => {
      response.destroy();
      resolve(response);
    })
      .on('error', reject)
      .end(body);
  });

const readme = (): string[] =>
  [...readFileSync(`${__dirname}/../../README.md`, 'utf8').matchAll(/`([a-z0-9-]+)`/g)].map(([, word]) => word!);

import { readFileSync } from 'node:fs';
import { demoCompanyId, demoKey } from '../companies/demo-company';
import { scenarios } from '../scenarios/scenarios';
import { SimulatorRig } from '../simulator-rig.testkit';

interface Listed {
  Status: number;
  Message: string;
  Result: { EmployeeId: { DisplayValue: string } }[];
}

describe('scenarios by the control interface', () => {
  let rig: SimulatorRig;
  beforeEach(async () => {
    rig = await SimulatorRig.start();
  });
  afterEach(() => rig.close());

  const demo = `/companies/${demoCompanyId}`;
  const apply = (name: string, company = demo) => rig.control('POST', `${company}/scenarios/${name}`);
  const list = async (key = demoKey) => (await rig.list(key)) as Listed;

  it('are listed with a sentence each', async () => {
    const answer = (await rig.control('GET', '/scenarios')) as { scenarios: { name: string; sentence: string }[] };
    expect(answer.scenarios.map(({ name }) => name)).toEqual(scenarios.map(({ name }) => name));
    expect(answer.scenarios.find(({ name }) => name === 'rejoiner-old-record')).toEqual({
      name: 'rejoiner-old-record',
      group: 'People come and go',
      sentence: expect.stringContaining('active again'),
      after: 'somebody-leaves',
    });
  });

  it('let something happen, say to whom, and are undone by a reset', async () => {
    const before = await list();
    const answer = (await apply('three-bad-addresses')) as { employees: string[] };
    expect(answer).toMatchObject({ scenario: 'three-bad-addresses', employees: { length: 3 } });
    expect(await list()).not.toEqual(before);
    await rig.control('POST', `${demo}/reset`);
    expect(await list()).toEqual(before);
  });

  it('lie until the company is reset, the newest lie first', async () => {
    await apply('peoplehr-down');
    await apply('half-missing');
    for (let i = 0; i < 3; i++) expect((await list()).Result).toHaveLength(60);
    await rig.control('POST', `${demo}/reset`);
    expect((await list()).Result).toHaveLength(120);
    expect(await rig.control('GET', '/faults')).toEqual({ faults: [] });
  });

  it('put another company behind the key, which the reset gives back', async () => {
    await apply('key-of-another-company');
    const information = () => rig.ask({ APIKey: demoKey, Action: 'GetCompanyInformation' });
    expect(await information()).toMatchObject({ Result: { CompanyName: 'Harbour Street Bakery' } });
    expect((await list()).Result).toHaveLength(60);
    expect(await apply('half-missing')).toEqual({ error: 'no key opens Northwind Tiles now; reset it first' });
    await rig.control('POST', `${demo}/reset`);
    expect(await information()).toMatchObject({ Result: { CompanyId: demoCompanyId } });
  });

  it('can be there from the beginning, in a company of 180 that is to be shown', async () => {
    const made = (await rig.control('POST', '/companies', {
      kind: 'tile-maker',
      employees: 180,
      name: 'Severn Tiles',
      seed: 4,
      scenarios: ['three-bad-addresses', 'forty-leave'],
    })) as { companyId: number; key: string; employees: number };
    expect(made).toMatchObject({ name: 'Severn Tiles', employees: 186 });
    const current = await rig.ask({ APIKey: made.key, Action: 'GetAllEmployeeDetail' });
    expect(current).toMatchObject({ Result: { length: 140 } });
    const other = (await rig.control('POST', '/companies', { employees: 180, seed: 4 })) as { companyId: number };
    expect(await apply('forty-leave', `/companies/${other.companyId}`)).toMatchObject({ employees: { length: 40 } });
  });

  it('say what is wrong with a name or a company', async () => {
    expect(await apply('earthquake')).toEqual({
      error: 'there is no scenario earthquake; GET /_simulator/scenarios lists them',
    });
    const { companyId } = (await rig.control('POST', '/companies', { employees: 2 })) as { companyId: number };
    expect(await apply('forty-leave', `/companies/${companyId}`)).toEqual({
      error: `Company ${companyId} would need 40 people who are nobody's manager`,
    });
    const tiny = { kind: 'tile-maker', employees: 3 };
    expect(await rig.control('POST', '/companies', tiny)).toEqual({
      error: 'employees must be a number from 30 to 1000',
    });
    expect(await rig.control('POST', '/companies', { scenarios: 'forty-leave' })).toEqual({
      error: 'scenarios must be a list of names',
    });
  });

  it('stand on the page, each with its button and its call', async () => {
    await rig.control('POST', '/companies', { employees: 1, name: '<b>"Bold" & Sons</b>' });
    const page = await (await fetch(rig.url)).text();
    for (const { name } of scenarios) expect(page).toContain(`data-scenario="${name}"`);
    expect(page).toContain(
      `curl -X POST ${rig.url}/_simulator/companies/<b class="id">66446</b>/scenarios/forty-leave`,
    );
    expect(page).toContain('&#60;b&#62;&#34;Bold&#34; &#38; Sons&#60;/b&#62;, 1 people');
  });

  it('are named in the README', () => {
    const readme = readFileSync(`${__dirname}/../../README.md`, 'utf8');
    for (const { name } of scenarios) expect(readme).toContain(`\`${name}\``);
  });
});

import { demoKey } from '../companies/demo-company';
import { SimulatorRig } from '../simulator-rig.testkit';

type Row = Record<string, { DisplayValue: string } | string>;

describe('a PeopleHR whose answer looks complete and is not true', () => {
  let rig: SimulatorRig;
  beforeEach(async () => {
    rig = await SimulatorRig.start();
  });
  afterEach(() => rig.close());

  const order = (fault: string, more: object = {}) => rig.control('POST', '/faults', { key: demoKey, fault, ...more });
  const rows = async (): Promise<Row[]> => {
    const answer = (await rig.list()) as { isError: boolean; Status: number; Result: Row[] };
    expect([answer.isError, answer.Status]).toEqual([false, 0]);
    return answer.Result;
  };
  const value = (row: Row, field: string) => {
    const held = row[field];
    return typeof held === 'object' ? held.DisplayValue : held;
  };
  const valuesOf = async (field: string) => new Set((await rows()).map((row) => value(row, field)));
  const ids = (list: readonly Row[]) => list.map((row) => value(row, 'EmployeeId'));

  it('lacks half of the people, the same half each time, or as many as ordered', async () => {
    await order('half-missing', { times: 2 });
    await order('half-missing', { fraction: 0.9 });
    const [first, second, few, all] = [await rows(), await rows(), await rows(), await rows()];
    expect([first.length, few.length, all.length]).toEqual([60, 12, 120]);
    expect(ids(second)).toEqual(ids(first));
  });

  it('leaves the leavers out that were asked for', async () => {
    await order('leavers-left-out');
    expect(await rows()).toHaveLength(114);
  });

  it('has a field blank for everybody, or one value for everybody', async () => {
    await order('field-blank');
    await order('field-blank', { field: 'LeavingDate' });
    await order('one-value', { field: 'JobRole', value: 'Colleague' });
    expect(await valuesOf('Department')).toEqual(new Set(['']));
    expect(await valuesOf('LeavingDate')).toEqual(new Set(['']));
    expect(await valuesOf('JobRole')).toEqual(new Set(['Colleague']));
    expect((await valuesOf('JobRole')).size).toBeGreaterThan(10);
  });

  it('has lost a field, or calls it by another name in the same place', async () => {
    const usual = Object.keys((await rows())[0] ?? {});
    await order('field-gone', { field: 'UniqueKey' });
    await order('field-renamed', { field: 'Department' });
    const [gone] = await rows();
    const [renamed] = await rows();
    expect(Object.keys(gone ?? {})).toEqual(usual.filter((key) => key !== 'UniqueKey'));
    expect(Object.keys(renamed ?? {})).toEqual(usual.map((key) => (key === 'Department' ? 'DepartmentName' : key)));
  });

  it('has a status that nobody knows, or only leavers', async () => {
    await order('unknown-status');
    await order('unknown-status', { value: 'Active' });
    await order('all-leavers');
    const seen = [];
    for (let i = 0; i < 4; i++) seen.push([...(await valuesOf('EmployeeStatus'))].sort());
    expect(seen).toEqual([['7'], ['Active'], ['2'], ['1', '2']]);
  });

  it('writes the dates that decide with a midnight, in another order, or one where there is none', async () => {
    const dates = async () => {
      const list = await rows();
      const leaver = list.find((row) => value(row, 'LeavingDate') !== '' && value(row, 'EmployeeStatus') === '2');
      const [first] = list;
      return [value(first ?? {}, 'StartDate'), value(first ?? {}, 'LeavingDate'), value(leaver ?? {}, 'LeavingDate')];
    };
    const [start, , left] = await dates();
    const turned = (day?: string) => day?.split('-').reverse().join('/');
    await order('dates-with-time');
    expect(await dates()).toEqual([`${start}T00:00:00`, '', `${left}T00:00:00`]);
    await order('dates-with-slashes');
    const slashes = await rows();
    expect(value(slashes[0] ?? {}, 'StartDate')).toBe(turned(start));
    expect(slashes.map((row) => value(row, 'LeavingDate'))).toContain(turned(left));
    await order('dates-for-none');
    expect(value((await rows())[0] ?? {}, 'LeavingDate')).toBe('0001-01-01');
  });

  it.each([
    ['result-empty-text', ''],
    ['result-null', null],
    ['result-empty-object', {}],
    ['message-row', [{ Message: 'Please try after some time' }]],
  ])('says success and has no list: %s', async (fault, Result) => {
    await order(fault);
    expect(await rig.list()).toMatchObject({ isError: false, Status: 0, Result });
  });

  it('gives a page where the list should be, or HTML with HTTP 200', async () => {
    await order('result-page');
    await order('html-200');
    expect(await rig.list()).toMatchObject({ Status: 0, Result: { Pagination: { TotalRows: 120 } } });
    const page = await rig.post({ APIKey: demoKey, Action: 'GetAllEmployeeDetail' });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
  });

  it('is told which field it is about, by its name on the wire', async () => {
    expect(await order('field-blank', { field: 'department' })).toMatchObject({
      error: expect.stringContaining('field must be one of "EmployeeId"'),
    });
    expect(await order('half-missing', { fraction: 2 })).toMatchObject({
      error: expect.stringContaining('fraction must be a number from 0 to 1'),
    });
  });
});

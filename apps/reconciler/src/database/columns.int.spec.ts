import { describeReal, provideTestDatabase, type TestDatabase } from '@people-sync/testing';
import { DataSource } from 'typeorm';
import { boolColumn, intColumn, jsonColumn, textColumn, uuidColumn } from './columns';

describeReal('postgres')('a column of values', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await provideTestDatabase();
    dataSource = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it.each([
    [
      'text',
      textColumn(['plain', null, '', 'Zoë "O’Neill" \\ {x,y} 😀', 'line\nbreak']),
      ['plain', null, '', 'Zoë "O’Neill" \\ {x,y} 😀', 'line\nbreak'],
    ],
    ['json', jsonColumn(['{"a": "Zoë"}', null]), [{ a: 'Zoë' }, null]],
    [
      'uuid',
      uuidColumn(['6f1c1c52-5a0f-4f0e-9a51-6d6f0c1b7a11', null]),
      ['6f1c1c52-5a0f-4f0e-9a51-6d6f0c1b7a11', null],
    ],
    ['int', intColumn([0, -1, 2_147_483_647, null]), [0, -1, 2_147_483_647, null]],
    ['bool', boolColumn([true, false]), [true, false]],
    ['text', textColumn([]), []],
  ])('arrives in Postgres as it was: %s', async (type, column, values) => {
    const rows: { value: unknown }[] = await dataSource.query(`SELECT unnest($1::${type}[]) AS value`, [column]);
    expect(rows.map(({ value }) => value)).toEqual(values);
  });

  it('refuses what is no UUID or no whole number of 32 bits', () => {
    expect(() => uuidColumn(['not one'])).toThrow('UUID');
    expect(() => intColumn([2 ** 31])).toThrow('out of range');
  });
});

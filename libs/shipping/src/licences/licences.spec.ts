import { type Licensed, licencesOf, refused } from './licences';

const under = (licence: string): Licensed => ({ name: 'some-package', version: '1.0.0', licence });

describe('a licence', () => {
  it.each(['MIT', 'MIT AND ISC', '(MIT OR GPL-3.0-only)', 'BSD-3-Clause OR MIT'])('%s may be shipped', (licence) => {
    expect(refused([under(licence)])).toEqual([]);
  });

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'MIT AND LGPL-2.1-only',
    'BUSL-1.1',
    'UNLICENSED',
    'SEE LICENSE IN x',
    '',
  ])('“%s” may not', (licence) => {
    expect(refused([under(licence)])).toEqual([under(licence)]);
  });

  it('is read from a list of parts as an id, a name or an expression', () => {
    const part = (name: string, licenses?: object[]) => ({
      'bom-ref': name,
      name,
      version: '1.0.0',
      purl: '',
      licenses,
    });
    const parts = [
      part('c', [{ license: { name: 'Own terms' } }]),
      part('b', [{ license: { id: 'MIT' } }, { license: { id: 'ISC' } }]),
      part('a', [{ expression: 'MIT OR Apache-2.0' }]),
      part('d'),
    ];
    expect(licencesOf(parts as Parameters<typeof licencesOf>[0]).map(({ name, licence }) => [name, licence])).toEqual([
      ['a', 'MIT OR Apache-2.0'],
      ['b', 'MIT AND ISC'],
      ['c', 'Own terms'],
      ['d', ''],
    ]);
  });
});

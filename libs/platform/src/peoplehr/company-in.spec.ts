import { classifyEnvelope } from './classify-envelope';
import { companyIn } from './company-in';
import { peopleHrEnvelope } from './envelope';

describe('whose key it is', () => {
  it.each([
    [{ CompanyId: 66446, SubDomain: 'northwind', CompanyName: 'Northwind Tiles ' }, '66446', 'Northwind Tiles'],
    [{ CompanyId: ' 66446 ' }, '66446', ''],
    [{ CompanyId: 0, CompanyName: null }, '0', ''],
    [
      { CompanyId: 7, CompanyName: `Tiles\u0000\n${'\ud83c\udffa'.repeat(200)}` },
      '7',
      `Tiles ${'\ud83c\udffa'.repeat(124)}`,
    ],
  ])('is told by %j', (result, companyId, companyName) => {
    expect(companyIn(result)).toEqual({ companyId, companyName });
  });

  it.each([
    [undefined],
    [null],
    [''],
    [[]],
    [{}],
    [{ CompanyId: '' }],
    [{ CompanyId: '  ' }],
    [{ CompanyId: null }],
    [{ CompanyId: { id: 1 } }],
    [{ CompanyId: '1'.repeat(65) }],
  ])('is not told by %j', (result) => {
    expect(companyIn(result)).toBeUndefined();
  });

  it('is told by a whole answer only: none that breaks off counts, at any of its bytes', () => {
    const Result = { CompanyId: 66446, SubDomain: 'zoës', CompanyName: 'Zoë’s Tiles' };
    const body = Buffer.from(JSON.stringify({ isError: false, Status: 0, Message: 'ok', Result }));
    const verdict = (end: number) =>
      classifyEnvelope(peopleHrEnvelope(200, body.subarray(0, end).toString('utf8')), 'object');
    for (let end = 0; end < body.length; end++)
      expect(verdict(end)).toMatchObject({ ok: false, reason: 'unavailable' });
    expect(verdict(body.length)).toEqual({ ok: true });
  });
});

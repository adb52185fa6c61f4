import { AnswerReader } from './answer/answer-reader';
import { classifyEnvelope } from './classify-envelope';
import { type Company, companyIn, companyWireNames } from './company-in';

const KEY = 'b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1';

/** What the bytes of an answer come to. */
const read = (body: Buffer) => {
  let company: Company | undefined;
  const reader = new AnswerReader(
    { begin: () => undefined, element: (fields) => (company = companyIn(fields, KEY)) },
    { result: 'object', wireNames: companyWireNames, maxBodyBytes: 1024 * 1024 },
  );
  for (const byte of body) reader.push(Buffer.of(byte));
  return { verdict: classifyEnvelope(reader.end(200), 'object', KEY), company };
};
const inResult = (json: string) => read(Buffer.from(`{"isError":false,"Status":0,"Message":"ok","Result":${json}}`));

describe('whose key it is', () => {
  it.each([
    ['{"CompanyId":7,"CompanyName":"Kilns \\ud83c\\u2028\\u0085"}', { companyId: '7', companyName: 'Kilns \ufffd' }],
    [
      '{"CompanyId":66446,"SubDomain":"northwind","CompanyName":"Northwind Tiles "}',
      { companyId: '66446', companyName: 'Northwind Tiles' },
    ],
    ['{"CompanyId":" 66446 "}', { companyId: '66446', companyName: '' }],
    ['{"CompanyId":{"DisplayValue":7}}', { companyId: '7', companyName: '' }],
    ['{"CompanyId":0,"CompanyName":null}', { companyId: '0', companyName: '' }],
    ['{"CompanyId":12345678901234567890}', { companyId: '12345678901234567890', companyName: '' }],
    [
      `{"CompanyId":7,"CompanyName":"Tiles\\u0000\\n${'🏺'.repeat(200)}"}`,
      { companyId: '7', companyName: `Tiles ${'🏺'.repeat(124)}` },
    ],
  ])('is told by %s', (result, company) => {
    expect(inResult(result)).toEqual({ verdict: { ok: true }, company });
  });

  it.each([
    ['null'],
    ['""'],
    ['[]'],
    ['[{"CompanyId":7}]'],
    ['{}'],
    ['{"CompanyId":""}'],
    ['{"CompanyId":"  "}'],
    ['{"CompanyId":null}'],
    ['{"CompanyId":true}'],
    ['{"CompanyId":"\\u0000"}'],
    ['{"CompanyId":{"id":1}}'],
    [`{"CompanyId":"${'1'.repeat(65)}"}`],
    [`{"CompanyId":"${KEY}"}`],
    [`{"CompanyId":"${'x'.repeat(100_000)}"}`],
  ])('is not told by %s', (result) => {
    expect(inResult(result).company).toBeUndefined();
  });

  it('has no key in its name, should PeopleHR ever put it there', () => {
    expect(inResult(`{"CompanyId":7,"CompanyName":"Tiles (${KEY.toUpperCase()})"}`).company).toEqual({
      companyId: '7',
      companyName: 'Tiles ([key])',
    });
  });

  it('is told by a whole answer only: none that breaks off counts, at any of its bytes', () => {
    const Result = { CompanyId: 66446, SubDomain: 'zoës', CompanyName: 'Zoë’s Tiles' };
    const body = Buffer.from(JSON.stringify({ isError: false, Status: 0, Message: 'ok', Result }));
    for (let end = 0; end < body.length; end++)
      expect(read(body.subarray(0, end)).verdict).toMatchObject({ ok: false, reason: 'unavailable' });
    expect(read(body).verdict).toEqual({ ok: true });
  });
});

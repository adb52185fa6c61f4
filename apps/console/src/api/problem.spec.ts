import { problemOf, textFact } from './problem';

const answer = (body: object) => problemOf(new Response(JSON.stringify(body), { status: 409 }));

describe('a problem', () => {
  it('names the company behind a new key, if it has a name', async () => {
    const other = { type: 'https://peoplesync.example/problems/wrong-company', offeredCompany: 'Fliesen Müller' };
    expect(textFact(await answer(other), 'offeredCompany')).toBe('Fliesen Müller');
    expect(textFact(await answer({ ...other, offeredCompany: 7 }), 'offeredCompany')).toBe('');
    expect(textFact(await answer({}), 'offeredCompany')).toBe('');
    expect(textFact(new TypeError('away'), 'offeredCompany')).toBe('');
  });
});

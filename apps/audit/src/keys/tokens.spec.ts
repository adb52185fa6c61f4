import { byAddress, byEmployee, byName, byPerson } from '@people-sync/contracts';
import { type Holder, tokenOf } from './tokens';

const KEY = Buffer.alloc(32, 3);
const token = (holder: Holder, tenant = 'acme', company = 'c1', key = KEY) =>
  tokenOf(key, tenant, company, holder).toString('hex');

describe('the token of a holder of a key', () => {
  it('is the same for the same person, however an address or a name is written', () => {
    expect(token(byAddress(' Ann@Acme.example '))).toBe(token(byAddress('ann@acme.example')));
    expect(token(byName('Ann  Smith'))).toBe(token(byName('ann smith')));
  });

  it('is another for another company of the same customer, since EmployeeIds begin anew there', () => {
    expect(token(byEmployee('PW1'), 'acme', 'c2')).not.toBe(token(byEmployee('PW1'), 'acme', 'c1'));
    expect(token(byPerson('p'), 'acme', 'c2')).toBe(token(byPerson('p'), 'acme', 'c1'));
  });

  it('tells people, kinds of names, customers and installations apart', () => {
    const all = [
      token(byEmployee('x')),
      token(byPerson('x')),
      token(byName('x')),
      token(byAddress('x')),
      token({ by: 'actor', value: 'x' }),
      token(byEmployee('y')),
      token(byEmployee('x'), 'acme2'),
      token(byEmployee('x'), 'acme', 'c1', Buffer.alloc(32, 4)),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

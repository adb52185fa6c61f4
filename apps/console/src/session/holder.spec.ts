import type { Session } from '@people-sync/contracts/api';
import { isSameHolder, needsWord } from './holder';

const ada: Session = { subject: 'ada', roles: ['peoplesync.admin'], tenant: 'northwind', company: 'Northwind Tiles' };
const eve: Session = { subject: 'eve', roles: ['peoplesync.admin'], tenant: 'evil', company: 'Evil Ltd' };

describe('a link', () => {
  it('signs in at once whoever is in already, and whoever last worked for that company', () => {
    expect(needsWord(ada, ada, null)).toBe(false);
    expect(needsWord(null, ada, 'northwind')).toBe(false);
  });

  it.each<[string, Session | null, Session, string | null]>([
    ['for another company', ada, eve, 'northwind'],
    ['for another person of the same company', ada, { ...ada, subject: 'ben' }, 'northwind'],
    ['with other rights', ada, { ...ada, roles: ['peoplesync.auditor'] }, 'northwind'],
    ['for another company than this browser worked for', null, eve, 'northwind'],
    ['in a browser that was never here', null, ada, null],
    ['for all companies', null, { ...eve, tenant: null, company: null }, 'northwind'],
  ])('asks before it signs in %s', (_what, current, offered, remembered) => {
    expect(needsWord(current, offered, remembered)).toBe(true);
  });

  it('knows the same rights in another order', () => {
    const both: Session = { ...ada, roles: ['peoplesync.admin', 'peoplesync.auditor'] };
    expect(isSameHolder(both, { ...both, roles: [...both.roles].reverse() })).toBe(true);
  });
});

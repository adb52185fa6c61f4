import { decideConnect } from './connect-decision';

const company = { companyId: '66446', companyName: 'Acme' };

describe('what a checked key means', () => {
  it('is a first connection, or one after a disconnect', () => {
    const first = { kind: 'store', created: true, companyReplaced: false };
    expect(decideConnect(undefined, company, false)).toEqual(first);
    expect(decideConnect({ companyId: '66446', isConnected: false }, company, false)).toEqual(first);
  });

  it('is a new key of the same company, whatever the company is called now', () => {
    const decision = decideConnect(
      { companyId: '66446', isConnected: true },
      { ...company, companyName: 'New' },
      false,
    );
    expect(decision).toEqual({ kind: 'store', created: false, companyReplaced: false });
  });

  it.each([true, false])('is refused for another company until it is confirmed (connected: %s)', (isConnected) => {
    const known = { companyId: '1', isConnected };
    expect(decideConnect(known, company, false)).toEqual({ kind: 'wrong-company' });
    expect(decideConnect(known, company, true)).toEqual({
      kind: 'store',
      created: !isConnected,
      companyReplaced: true,
    });
  });
});

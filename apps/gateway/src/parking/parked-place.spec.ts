import { parkedId, parkedName, parkedPlace, placeWord } from './parked-place';

describe('the name of a stream that waits', () => {
  it('is in its id, whatever the tenant is called', () => {
    for (const tenantId of ['northwind', '', 'two words', ' ü\ufffd']) {
      const name = { service: 'reconciler', topic: 'peoplesync.changes', tenantId } as const;
      expect(parkedName(parkedId(name))).toEqual(name);
    }
  });

  it('is in no other text', () => {
    for (const text of [
      '',
      'x',
      Buffer.from('nobody a b').toString('base64url'),
      Buffer.from('gateway a').toString('base64url'),
    ]) {
      expect(() => parkedName(text)).toThrow();
    }
  });

  it('has a place in the list', () => {
    const place = { service: 'wethrive-writer', cursor: 'peoplesync.changes two words' } as const;
    expect(parkedPlace(placeWord(place))).toEqual(place);
    expect(parkedPlace('')).toEqual({ service: 'gateway', cursor: '' });
  });
});

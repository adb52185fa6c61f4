import { derivedId } from '@people-sync/contracts';
import { mentionsIn } from './mentions';

const [rafe, mira, sync] = [derivedId('rafe'), derivedId('mira'), derivedId('sync')];

describe('whom an event names', () => {
  it('is found wherever in its data it stands, each once', () => {
    const data = { exclude: [mira, rafe], part: 'all', deep: [{ person: { personId: rafe } }], none: null, n: 3 };
    expect(mentionsIn({ data, subject: 'acme', syncId: undefined })).toEqual([rafe, mira].sort());
  });

  it('does not count what the event is of: that is asked for by itself', () => {
    const data = { personId: rafe, by: sync, also: mira };
    expect(mentionsIn({ data, subject: rafe, syncId: sync })).toEqual([mira]);
  });

  it('is nobody where there is no id', () => {
    expect(mentionsIn({ data: { hash: 'a'.repeat(64) }, subject: 'acme', syncId: undefined })).toEqual([]);
    expect(mentionsIn({ data: null, subject: 'acme', syncId: undefined })).toEqual([]);
  });
});

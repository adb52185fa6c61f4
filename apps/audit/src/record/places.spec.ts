import { Disconnected, derivedId, newEvent, withPosition } from '@people-sync/contracts';
import { decoded } from '../fetched.testkit';
import { notRecorded } from './places';

const at = (position: number, epoch = 1, tenantId = 'northwind-tiles') => {
  const origin = { source: '/peoplesync/credentials', tenantId };
  const event = newEvent(Disconnected, origin, { connectionId: derivedId('connection') });
  return decoded({ ...event, json: withPosition(event.json, epoch, position) });
};
const positions = (events: readonly { position: number | undefined }[]) => events.map(({ position }) => position);

describe('an event of a stream', () => {
  it('is recorded once, though it comes again in the same batch or in a later one', () => {
    const { events, places } = notRecorded([at(3), at(5), at(3), at(5), at(6)], []);
    expect(positions(events)).toEqual([3, 5, 6]);
    expect(places).toEqual([{ tenantId: 'northwind-tiles', epoch: 1, position: 6 }]);
    expect(positions(notRecorded([at(5), at(6), at(9)], places).events)).toEqual([9]);
  });

  it('is recorded whatever stands of other tenants', () => {
    const { events, places } = notRecorded([at(5), at(4, 1, 'contoso')], []);
    expect(events).toHaveLength(2);
    expect(places).toHaveLength(2);
  });

  it('is recorded in a new epoch, and not any more in an old one', () => {
    const known = [{ tenantId: 'northwind-tiles', epoch: 2, position: 9 }];
    expect(positions(notRecorded([at(10, 1), at(3, 3), at(10, 2), at(4, 3)], known).events)).toEqual([3, 4]);
  });

  it('moves no place if nothing of it is new', () => {
    const known = [{ tenantId: 'northwind-tiles', epoch: 1, position: 9 }];
    expect(notRecorded([at(9), at(2)], known)).toEqual({ events: [], places: [] });
  });
});

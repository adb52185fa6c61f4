import { EmployeeAdded, ImportDropped, PeopleImported } from '@people-sync/contracts';
import { anEmployee } from '@people-sync/testing';
import { evolve } from './evolve';
import type { RecordedEvent } from './recorded-event';
import { newTenantRecord, type TenantRecord } from './tenant-record';

const TRUSTEE = '01890000-0000-7000-8000-00000000000a';
const VOLUNTEER = '01890000-0000-7000-8000-00000000000b';

const event = (type: string, data: object): RecordedEvent => ({
  id: '',
  type,
  subject: 'tiles',
  syncId: undefined,
  data,
});

const imported = (personId: string, knownVersion: number): RecordedEvent =>
  event(PeopleImported.type, {
    people: [
      {
        ...{ personId, sourceVersion: 1, weThriveId: personId, orgEmployeeId: null, name: 'Grace Hopwood' },
        ...{ email: `${personId.slice(-1)}@tiles.example`, team: null, location: null, department: null },
        ...{ manager: null, unit: null, status: 'active' },
      },
    ],
    knownVersion,
  });

const dropped = event(ImportDropped.type, { people: [TRUSTEE], knownVersion: 3 });

const known = ({ known: { byId } }: TenantRecord): string[] => [...byId.keys()].sort();

describe('an import that the writer dropped', () => {
  const both = evolve(newTenantRecord('tiles'), [imported(TRUSTEE, 1), imported(VOLUNTEER, 2)]);

  it('is not known any more, and nobody else is forgotten', () => {
    expect(known(both)).toEqual([TRUSTEE, VOLUNTEER]);
    const after = evolve(both, [dropped]);
    expect(known(after)).toEqual([VOLUNTEER]);
    expect(after.knownVersion).toBe(3);
  });

  it('is known all the same by whoever of it was found in PeopleHR since', () => {
    const employee = anEmployee({ employeeId: 'PW1' });
    const found = event(EmployeeAdded.type, { personId: TRUSTEE, sourceVersion: 2, employee, rejoined: false });
    expect(known(evolve(both, [found, dropped]))).toEqual([TRUSTEE, VOLUNTEER]);
  });
});

import type { Happening, Key, Lie } from './peoplehr.testkit';
import type { Step } from './steps.testkit';

const honest: Lie = { kind: 'none' };
const sync = (lie: Lie = honest): Step => ({ sync: 'apply', lie, reversed: false });
const happens = (inPeopleHr: Happening): Step => ({ inPeopleHr });
const joins = (address: number, key: Key = 'new'): Step => happens({ kind: 'joins', who: 0, address, key, inDays: -1 });
const founders = (people: number): Step[] => [
  ...Array.from({ length: people }, (_, address) => joins(address)),
  sync(),
];
const secondRecord = (nth: number, address: number): Step =>
  happens({ kind: 'gets a second record', nth, key: 'kept', address });
const newRecord = (nth: number, oldStays: boolean, key: Key = 'kept'): Step =>
  happens({ kind: 'returns on a new record', nth, key, oldStays });
const recycled = (nth: number, who: number, address: number): Step =>
  happens({ kind: 'has their EmployeeId recycled', nth, who, address });
const leaver = (nth: number, leaving: 'none' | number): Step =>
  happens({ kind: 'is marked', nth, status: '2', leaving });
const settled = (as: 'same' | 'new'): Step => ({ settles: 'case', nth: 0, as });
const truncated = (rows: number): Step => sync({ kind: 'truncated', rows });

/** Lives that once went wrong, as short as they can be told; each is lived again in every run. */
export const stories: Readonly<Record<string, readonly Step[]>> = {
  'two rows of another company have one address': [
    ...founders(2),
    { company: 'is another one' },
    sync({ kind: 'one value', field: 'email' }),
  ],
  'a question names the same row, whichever rows were judged': [
    ...founders(2),
    joins(0),
    newRecord(0, false),
    sync({ kind: 'one value', field: 'uniqueKey' }),
    sync(),
  ],
  'a leaver’s row counts again when the new record is somebody else’s after all': [
    ...founders(5),
    happens({ kind: 'gets a second record', nth: 0, key: 'new', address: 3 }),
    newRecord(9, true),
    sync(),
    recycled(6, 0, 0),
    happens({ kind: 'gets the UniqueKey of', nth: 5, other: 0 }),
    sync(),
  ],
  'the UniqueKey of somebody who left goes to somebody else': [
    ...founders(4),
    recycled(3, 0, 0),
    truncated(1),
    happens({ kind: 'gets the UniqueKey of', nth: 0, other: 3 }),
    newRecord(3, true),
    sync(),
    sync(),
  ],
  'a settled second record of somebody who is left out': [
    ...founders(2),
    secondRecord(0, 0),
    sync(),
    settled('same'),
    { settles: 'leave out', nth: 8 },
    sync(),
    sync(),
  ],
  'two records of somebody left out have last days that cannot be read': [
    ...founders(2),
    secondRecord(0, 0),
    { settles: 'leave out', nth: 0 },
    sync(),
    newRecord(0, false),
    sync({ kind: 'unknown status', rows: 2 }),
    { plan: 'approved', people: [] },
    { undoes: 0 },
    sync(),
    { settles: 'leave out', nth: 0 },
    sync({ kind: 'no days', field: 'leavingDate' }),
  ],
  'two records of one person say leaver': [
    ...founders(2),
    newRecord(0, true),
    sync({ kind: 'one value', field: 'status' }),
  ],
  'newcomers share a UniqueKey with somebody whose new one was refused': [
    ...founders(2),
    recycled(1, 0, 0),
    sync(),
    secondRecord(3, 0),
    happens({ kind: 'gets address', nth: 2, address: 2 }),
    secondRecord(1, 3),
    sync(),
    happens({ kind: 'gets EmployeeId', nth: 1, key: 'kept', formerOne: false }),
    sync(),
    happens({ kind: 'vanishes', nth: 2 }),
    sync(),
  ],
  'a settled second record is away for an answer': [
    ...founders(2),
    secondRecord(0, 0),
    sync(),
    settled('same'),
    truncated(1),
    sync(),
  ],
  'somebody new, who was settled, is away for an answer': [
    ...founders(3),
    secondRecord(0, 0),
    happens({ kind: 'swap addresses', nth: 5, other: 0 }),
    sync(),
    settled('new'),
    truncated(2),
    sync(),
  ],
  'two records are settled to be one person’s': [
    joins(0, 'none'),
    ...founders(2).slice(1),
    secondRecord(7, 0),
    sync(),
    settled('same'),
    sync(),
    settled('same'),
    sync(),
    truncated(2),
    sync(),
  ],
  'an address is given up by somebody who is left out': [
    ...founders(3),
    joins(0),
    sync(),
    { settles: 'leave out', nth: 0 },
    recycled(6, 1, 2),
    secondRecord(0, 2),
    sync({ kind: 'unknown status', rows: 1 }),
    sync(),
  ],
  'somebody left out has the UniqueKey of a newcomer': [
    ...founders(2),
    newRecord(3, true, 'new'),
    sync({ kind: 'one value', field: 'department' }),
    { setting: { of: 'left out', nth: 0 } },
    sync(),
    happens({ kind: 'gets the UniqueKey of', nth: 8, other: 4 }),
    sync(),
    happens({ kind: 'is marked', nth: 1, status: '1', leaving: 0 }),
    sync(),
    sync(),
  ],
  'a third record has the LeavingDate that came with the first one’s leaver mark': [
    ...founders(6),
    secondRecord(5, 0),
    truncated(1),
    newRecord(5, true),
    leaver(7, 'none'),
    sync(),
    happens({ kind: 'is marked', nth: 6, status: '1', leaving: -1 }),
    sync(),
    sync(),
  ],
  'somebody known by a row that is not theirs yet is missing when it leaves': [
    ...founders(6),
    happens({ kind: 'gets EmployeeId', nth: 7, key: 'kept', formerOne: false }),
    newRecord(0, true),
    recycled(6, 1, 1),
    sync(),
    leaver(1, -1),
    sync(),
  ],
  'a no to a leaving is not about another record that says the same': [
    ...founders(2),
    leaver(0, 'none'),
    { setting: { of: 'scope', department: 'only Sales and Production', shown: false } },
    sync(),
    { plan: 'approved', people: [0] },
    secondRecord(0, 0),
    sync(),
    newRecord(0, false),
    joins(0),
    sync(),
    sync(),
  ],
  // Chance leads here once in a thousand lives.
  'an OK to changes of days ago reads PeopleHR again': [
    ...founders(2),
    { setting: { of: 'limits', limits: 'nothing passes' } },
    happens({ kind: 'moves', nth: 0, field: 'jobRole', value: 6 }),
    sync(),
    { hoursPass: 48 },
    { sync: 'preview', lie: honest, reversed: false },
    { plan: 'approved', people: [] },
    sync(),
  ],
  'nobody is let go by a word whom the newest answer has': [
    ...founders(2),
    truncated(1),
    { sync: 'preview', lie: honest, reversed: false },
    { settles: 'missing', nth: 0, as: 'left' },
    sync(),
    truncated(1),
  ],
  'they left, it was said for changes that waited, and the next answer has them under another EmployeeId': [
    ...founders(2),
    happens({ kind: 'gets EmployeeId', nth: 1, key: 'kept', formerOne: false }),
    sync({ kind: 'strangers', people: 1 }),
    { drafts: 'missing', nth: 1, as: 'left' },
    sync(),
    truncated(1),
  ],
  'they left, it is said again, after a no to just that': [
    ...founders(2),
    happens({ kind: 'loses their name', nth: 0 }),
    newRecord(0, false),
    sync({ kind: 'everybody is back' }),
    { company: 'is another one' },
    sync(),
    { drafts: 'case', nth: 0, as: 'new' },
    { drafts: 'missing', nth: 0, as: 'left' },
    sync(),
    { plan: 'approved', people: [0] },
    { settles: 'missing', nth: 0, as: 'left' },
    sync(),
  ],
  'a department that is lost puts nobody out of scope': [
    ...founders(2),
    { setting: { of: 'scope', department: 'only Sales and Production', shown: false } },
    sync(),
    happens({ kind: 'moves', nth: 0, field: 'department', value: 3 }),
    sync(),
  ],
};

import type { Fault, FaultName } from '../faults/fault';
import type { Scenario } from './scenario';

/** Every answer is of this kind until the company is reset. */
const lie = (
  name: string,
  group: Scenario['group'],
  sentence: string,
  fault: FaultName,
  more: Omit<Fault, 'fault' | 'key' | 'times'> = {},
): Scenario => ({
  name,
  group,
  sentence,
  play: (stage) => {
    stage.lie({ fault, ...more });
    return [];
  },
});

const looksGood = 'Answers that look good and are not';
const looksBad = 'PeopleHR does not answer as it should';

/** Lies that last until the company is reset; nobody is deactivated by any of them. */
export const wrongAnswers: readonly Scenario[] = [
  lie(
    'half-missing',
    looksGood,
    'Every answer lacks half of the people: whoever is not in it is shown as missing, and all stay active.',
    'half-missing',
  ),
  lie(
    'most-missing',
    looksGood,
    'Every answer lacks nine people in ten: it waits for your OK, and nobody leaves.',
    'half-missing',
    { fraction: 0.9 },
  ),
  lie(
    'departments-blank',
    looksGood,
    'Every department is blank: it waits for your OK and names the field.',
    'field-blank',
  ),
  lie(
    'department-key-renamed',
    looksGood,
    'PeopleHR sends departments under another name: it waits for your OK and names the field.',
    'field-renamed',
  ),
  lie(
    'one-job-role',
    looksGood,
    'Everybody suddenly has one and the same job role: it waits for your OK.',
    'one-value',
    { field: 'JobRole' },
  ),
  lie(
    'unknown-status',
    looksGood,
    'Everybody has a status that was never seen before: everybody stays, and it waits for your OK.',
    'unknown-status',
  ),
  lie(
    'everybody-a-leaver',
    looksGood,
    'Everybody is marked as a leaver: it waits for your OK, and nobody is deactivated.',
    'all-leavers',
  ),
  lie(
    'large-photo',
    looksGood,
    'Somebody has a photo of a third of a megabyte in PeopleHR: everybody is read as usual.',
    'large-photo',
  ),
  lie(
    'long-job-role',
    looksGood,
    'Somebody has a job role as long as a book in PeopleHR: they stay as they are, and everybody else is read as usual.',
    'long-value',
  ),
  lie(
    'dates-with-time',
    looksGood,
    'PeopleHR sends every date with a midnight behind it: it is the same day, and nothing changes.',
    'dates-with-time',
  ),
  lie(
    'dates-with-slashes',
    looksGood,
    'PeopleHR writes dates in another order, which cannot be read: nobody joins or leaves by it, and it waits for your OK.',
    'dates-with-slashes',
  ),
  lie(
    'dates-for-none',
    looksGood,
    'PeopleHR sends a date in the year 1 where there is none: nobody leaves by it, and nothing changes.',
    'dates-for-none',
  ),
  lie(
    'unique-keys-of-zeros',
    looksGood,
    'Everybody has the UniqueKey of zeros: it counts as none, nobody is taken for somebody else, and it waits for your OK.',
    'one-value',
    { field: 'UniqueKey', value: '00000000-0000-0000-0000-000000000000' },
  ),
  {
    name: 'key-of-another-company',
    group: looksGood,
    sentence: 'The API key now opens another company: its people are not mistaken for yours.',
    play: (stage) => {
      stage.swap('Harbour Street Bakery', 60);
      return [];
    },
  },
  {
    name: 'old-answer-shape',
    group: looksGood,
    sentence:
      'PeopleHR answers as in 2015, without UniqueKey and manager ids: it waits for your OK and names the fields.',
    play: ({ company }) => {
      company.habits.edition = '2015';
      return [];
    },
  },
  lie(
    'somebody-listed-twice',
    looksBad,
    'One person stands in the list twice: the sync fails, says whose employee ID it is, and nothing is changed.',
    'duplicate-employee',
  ),
  lie(
    'nobody-listed',
    looksBad,
    'PeopleHR says that it has no employees at all: the sync fails, and nobody leaves.',
    'no-employees',
  ),
  lie(
    'answer-breaks-off',
    looksBad,
    'Every answer breaks off half-way: the sync fails and nothing is changed.',
    'truncated-json',
  ),
  lie(
    'packed-badly',
    looksBad,
    'PeopleHR packs its answer in a way that nobody can read: the sync fails and nothing is changed.',
    'content-encoding',
  ),
  lie(
    'accents-broken',
    looksBad,
    'PeopleHR writes its accents in a way that cannot be read: the sync fails, and nobody is renamed.',
    'windows-1252',
  ),
  lie(
    'too-many-calls',
    looksBad,
    'PeopleHR refuses because it was asked too often: the sync waits, then fails and says so.',
    'throttled',
  ),
  lie('peoplehr-down', looksBad, 'PeopleHR is down: the sync tries again, then fails and says so.', 'html-502'),
  lie(
    'key-deleted',
    looksBad,
    'The API key was deleted in PeopleHR: the connection is shown as broken, with the next step.',
    'key-does-not-exist',
  ),
  lie(
    'permission-missing',
    looksBad,
    'The key may not read employees any more: the sync fails and names the tick that is missing.',
    'no-grant',
  ),
  lie(
    'account-suspended',
    looksBad,
    'The company’s PeopleHR account is suspended: the sync fails and says with whom to settle it.',
    'suspended',
  ),
];

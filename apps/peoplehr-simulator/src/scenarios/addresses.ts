import { pick, seeded } from '../companies/seeded';
import { lastNames } from '../companies/names';
import { addressOf } from '../companies/tile-maker';
import { leaver } from '../companies/bulk-change';
import { domainOf, newcomer } from './newcomer';
import { idsOf, type Scenario } from './scenario';

const group = 'Names and addresses';
const BAD_ADDRESSES = ['', 'to be confirmed', 'front.desk@'] as const;
const UNTIDY = 10;

/** What happens to names and email addresses. */
export const addresses: readonly Scenario[] = [
  {
    name: 'three-bad-addresses',
    group,
    sentence:
      'One person has no email address and two have one that is none: these three are not added, everybody else is.',
    play: ({ company, cast }) => {
      const people = cast.people(BAD_ADDRESSES.length);
      for (const [i, { employeeId }] of people.entries()) company.put({ employeeId, email: BAD_ADDRESSES[i] ?? '' });
      return idsOf(people);
    },
  },
  {
    name: 'duplicate-address',
    group,
    sentence: 'Two people have the same email address: whoever has it already keeps it, and the problem names both.',
    play: ({ company, cast }) => {
      const [one, other] = cast.people(2);
      if (one && other) company.put({ employeeId: other.employeeId, email: one.email.trim().toUpperCase() });
      return idsOf(cast.people(2));
    },
  },
  {
    name: 'blank-address',
    group,
    sentence: 'Somebody who is known loses their email address in PeopleHR: they stay as they are, and it is told.',
    play: ({ company, cast }) => [company.put({ employeeId: cast.somebody().employeeId, email: '' }).employeeId],
  },
  {
    name: 'email-swap',
    group,
    sentence: 'Two people exchange their email addresses: they stay the persons they are, each with the other address.',
    play: ({ company, cast }) => {
      const people = cast.people(2);
      const [one, other] = people;
      if (one && other) {
        company.put({ employeeId: one.employeeId, email: other.email });
        company.put({ employeeId: other.employeeId, email: one.email });
      }
      return idsOf(people);
    },
  },
  {
    name: 'address-passed-on',
    group,
    sentence:
      'Somebody leaves, and somebody new gets their email address: you are asked whether it is the same person.',
    play: ({ company, cast, today }) => {
      const gone = cast.somebody();
      company.put(leaver(gone, today));
      return [gone.employeeId, newcomer(company, gone, today, { email: gone.email }).employeeId];
    },
  },
  {
    name: 'somebody-renamed',
    group,
    sentence: 'Somebody marries: another last name, another email address, the same person.',
    play: ({ company, cast }) => {
      const { employeeId, firstName, lastName } = cast.somebody();
      const name = pick(seeded(company.id), lastNames);
      const married = `${lastName}-${name}`;
      return [
        company.put({ employeeId, lastName: married, email: addressOf(firstName, married, domainOf(company)) })
          .employeeId,
      ];
    },
  },
  {
    name: 'new-mail-domain',
    group,
    sentence:
      'The company moves to another mail domain, so that everybody’s address changes at once: it waits for your OK.',
    play: ({ company, cast }) => {
      for (const { employeeId, email } of cast.current())
        company.put({ employeeId, email: email.trim().replace(/@.*$/, '@new-name.example') });
      return [];
    },
  },
  {
    name: 'untidy-values',
    group,
    sentence:
      'Ten people’s names, roles and addresses are typed with spaces around them and capitals: nothing changes.',
    play: ({ company, cast }) => {
      const people = cast.people(UNTIDY);
      for (const { employeeId, firstName, lastName, jobRole, email } of people)
        company.put({
          employeeId,
          firstName: ` ${firstName.trim()}`,
          lastName: `${lastName.trim()}  `,
          jobRole: `\t${jobRole.trim()} `,
          email: ` ${email.trim().toUpperCase()} `,
        });
      return idsOf(people);
    },
  },
];

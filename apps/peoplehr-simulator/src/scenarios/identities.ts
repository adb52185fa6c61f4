import { guid, seeded } from '../companies/seeded';
import { domainOf, freeId, newcomer } from './newcomer';
import type { Scenario, Stage } from './scenario';

const group = 'Who is who';

/** Gives somebody another EmployeeId; the UniqueKey stays unless another is given. */
function renumbered({ company, cast }: Stage, values: { readonly email?: string; readonly uniqueKey?: string }) {
  const { employeeId } = cast.somebody();
  const to = freeId(company);
  company.rename(employeeId, to);
  company.put({ employeeId: to, ...values });
  return [employeeId, to];
}

const newKey = (company: Stage['company'], word: number): string => guid(seeded(company.id * 31 + word));

/** Ids that change, move and come back; the persons stay who they are. */
export const identities: readonly Scenario[] = [
  {
    name: 'id-changed',
    group,
    sentence: 'Somebody gets another EmployeeId, with the same UniqueKey: nothing happens to the person.',
    play: (stage) => renumbered(stage, {}),
  },
  {
    name: 'id-and-email-changed',
    group,
    sentence:
      'Somebody gets another EmployeeId and another email address at once: the UniqueKey still tells who it is.',
    play: (stage) => renumbered(stage, { email: `someone.new@${domainOf(stage.company)}` }),
  },
  {
    name: 'id-and-key-changed',
    group,
    sentence: 'Somebody gets another EmployeeId and another UniqueKey: address and name still tell who it is.',
    play: (stage) => renumbered(stage, { uniqueKey: newKey(stage.company, 1) }),
  },
  {
    name: 'id-recycled',
    group,
    sentence: 'An EmployeeId is given to somebody else altogether: nobody is overwritten, and you are asked who it is.',
    play: ({ company, cast, today }) => {
      const { employeeId } = cast.somebody();
      const colleague = company.get(employeeId);
      company.remove(employeeId);
      if (colleague) newcomer(company, colleague, today, { employeeId });
      return [employeeId];
    },
  },
  {
    name: 'unique-keys-changed',
    group,
    sentence: 'Everybody has a new UniqueKey, as after a restored backup: the EmployeeIds still tell who is who.',
    play: ({ company }) => {
      for (const [i, { employeeId }] of [...company.employees()].entries())
        company.put({ employeeId, uniqueKey: newKey(company, i + 2) });
      return [];
    },
  },
  {
    name: 'somebody-twice',
    group,
    sentence: 'Somebody has two current records with one UniqueKey: the person stays as they are, and you are asked.',
    play: ({ company, cast }) => {
      const person = cast.somebody();
      const second = company.put({ ...person, employeeId: freeId(company), email: `second.${person.email.trim()}` });
      return [person.employeeId, second.employeeId];
    },
  },
  {
    name: 'leading-zeros',
    group,
    sentence: 'Two people start whose EmployeeIds differ in zeros only, 0042 and 42: they are two people.',
    play: ({ company, cast, today }) => {
      const colleague = cast.somebody();
      return ['0042', '42'].map((employeeId) => newcomer(company, colleague, today, { employeeId }).employeeId);
    },
  },
];

import type { Choices } from './seeded';

/** A department of the demo company. */
export interface Department {
  readonly name: string;
  readonly place: string;
  /** Job role of its head, who reports to the managing director. */
  readonly head: string;
  /** Job role of those who lead a team in it and report to the head. */
  readonly lead: string;
  /** Job roles of everybody else. */
  readonly roles: Choices<string>;
  /** Current people, head and leads included. */
  readonly people: number;
  /** Who has left: their last days. */
  readonly left: readonly string[];
}

/** 113 current people and six leavers; the managing director makes it 120. */
const departments: readonly Department[] = [
  {
    name: 'Production',
    place: 'Stoke-on-Trent',
    head: 'Production Director',
    lead: 'Shift Supervisor',
    roles: ['Kiln Technician', 'Glaze Specialist', 'Press Operator', 'Quality Inspector', 'Maintenance Engineer'],
    people: 38,
    left: ['2025-02-28', '2025-06-13'],
  },
  {
    name: 'Design',
    place: 'Bristol',
    head: 'Head of Design',
    lead: 'Senior Designer',
    roles: ['Surface Designer', 'Colourist', 'Design Assistant'],
    people: 12,
    left: [],
  },
  {
    name: 'Sales',
    place: 'Leeds',
    head: 'Sales Director',
    lead: 'Regional Sales Manager',
    roles: ['Account Executive', 'Showroom Adviser', 'Sales Support'],
    people: 24,
    left: ['2025-03-31', '2025-09-30'],
  },
  {
    name: 'Logistics',
    place: 'Stoke-on-Trent',
    head: 'Head of Logistics',
    lead: 'Warehouse Supervisor',
    roles: ['Warehouse Operative', 'Driver', 'Transport Planner'],
    people: 16,
    left: ['2025-08-15'],
  },
  {
    name: 'Finance',
    place: 'Leeds',
    head: 'Finance Director',
    lead: 'Finance Manager',
    roles: ['Management Accountant', 'Credit Controller', 'Payroll Officer'],
    people: 9,
    left: [],
  },
  {
    name: 'People',
    place: 'Leeds',
    head: 'Head of People',
    lead: 'People Partner',
    roles: ['HR Adviser', 'Recruiter'],
    people: 5,
    left: ['2025-05-30'],
  },
  {
    name: 'Technology',
    place: 'Bristol',
    head: 'Head of Technology',
    lead: 'Lead Engineer',
    roles: ['Software Engineer', 'Data Analyst', 'Support Engineer'],
    people: 9,
    left: [],
  },
];

/** The departments of a smaller or larger company of the same kind: so many current people in all, at least one in each. */
export function departmentsFor(people: number): Department[] {
  const usual = departments.reduce((sum, department) => sum + department.people, 0);
  let [left, share] = [people, usual];
  // Each takes its part of what is left for it and those after it: nobody is lost by rounding.
  return departments.map((department) => {
    const size = Math.max(1, Math.round((department.people / share) * left));
    share -= department.people;
    left -= size;
    return { ...department, people: size };
  });
}

import type { Company } from '../companies/company';
import { today } from '../companies/dates';
import { makeCompany } from '../companies/made-company';
import type { Directory } from '../companies/directory';
import type { Scenario } from '../scenarios/scenario';
import { SceneImpossibleError } from '../scenarios/scene-impossible';
import { play, scenarios } from '../scenarios/scenarios';
import type { SimulatedPeopleHr } from '../simulated-peoplehr';
import { companyOf } from './company-of';
import { ControlError, type Input, only } from './input';
import type { ControlCall, Reply, Route } from './route';

/** What can be let happen in a company, for demonstrations and tests. */
export const scenarioRoutes: readonly Route[] = [
  ['GET', '/scenarios', () => [200, { scenarios: scenarios.map(told) }]],
  ['POST', '/companies/:id/scenarios/:name', apply],
];

const told = ({ name, group, sentence, after }: Scenario) => ({
  name,
  group,
  sentence,
  ...(after === undefined ? {} : { after }),
});

function apply(call: ControlCall): Reply {
  only(call.input);
  const scenario = named(call.part('name'));
  const employees = applied(call.peopleHr, companyOf(call), scenario);
  return [200, { scenario: scenario.name, sentence: scenario.sentence, employees }];
}

/** The scenarios that a request names, in its order. */
export function scenariosIn(input: Input): Scenario[] {
  const names = input['scenarios'] ?? [];
  if (!Array.isArray(names)) throw new ControlError(400, 'scenarios must be a list of names');
  return names.map((name: unknown) => named(String(name)));
}

function named(name: string): Scenario {
  const known = scenarios.find((one) => one.name === name);
  if (!known) throw new ControlError(404, `there is no scenario ${name}; GET /_simulator/scenarios lists them`);
  return known;
}

/** Lets it happen; the EmployeeIds it is about. @throws ControlError 409 if the company has not the people for it */
export function applied(peopleHr: SimulatedPeopleHr, company: Company, scenario: Scenario): readonly string[] {
  const { directory, faults } = peopleHr;
  try {
    return play(scenario, {
      company,
      today: today(),
      lie: (fault) => {
        for (const key of keysOf(directory, company)) {
          // The newest lie counts.
          faults.clear(key);
          faults.order({ ...fault, key, times: null });
        }
      },
      swap: (name, employees) => {
        const keys = keysOf(directory, company);
        const id = directory.newNumber();
        const other = makeCompany({ id, name, employees, seed: id, budget: directory.budget });
        directory.add(other);
        for (const key of keys) directory.point(key, other);
      },
    });
  } catch (error) {
    if (error instanceof SceneImpossibleError) throw new ControlError(409, error.message);
    throw error;
  }
}

function keysOf(directory: Directory, company: Company): string[] {
  const keys = directory.keysOf(company);
  if (keys.length === 0) throw new SceneImpossibleError(`no key opens ${company.name} now; reset it first`);
  return keys;
}

import type { Company } from '../companies/company';
import { addresses } from './addresses';
import { Cast } from './cast';
import { departments } from './departments';
import { identities } from './identities';
import { joiners } from './joiners';
import { leavers } from './leavers';
import { managers } from './managers';
import type { Scenario, Stage } from './scenario';
import { wrongAnswers } from './wrong-answers';

const single: readonly Scenario[] = [
  ...leavers,
  ...joiners,
  ...addresses,
  ...identities,
  ...managers,
  ...departments,
  ...wrongAnswers,
];

/** What a company of some age has all at once. */
const usualMess = [
  'three-bad-addresses',
  'duplicate-address',
  'untidy-values',
  'leading-zeros',
  'manager-outside-list',
  'manager-loop',
  'same-name-managers',
  'future-starter',
  'future-leaver',
] as const;

const untidyCompany: Scenario = {
  name: 'untidy-company',
  group: 'Names and addresses',
  sentence:
    'Everything that a company of some age has at once, for a first sync: bad and double addresses, loops, namesakes.',
  play: (stage) => usualMess.flatMap((name) => play(scenario(name), stage)),
};

/** Everything that can be let happen, in the order in which it is shown. */
export const scenarios: readonly Scenario[] = [...single, untidyCompany];

/** The scenario of this name. @throws Error if there is none; names from outside are looked up in `scenarios`. */
function scenario(name: string): Scenario {
  const known = single.find((one) => one.name === name);
  if (!known) throw new Error(`there is no scenario ${name}`);
  return known;
}

/** Plays a scenario with the people it would have alone. */
export const play = (one: Scenario, stage: Omit<Stage, 'cast'> & { readonly company: Company }): readonly string[] =>
  one.play({ ...stage, cast: new Cast(stage.company, one.name) });

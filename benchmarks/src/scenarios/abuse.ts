import { type Attack, attacks, type Target } from '@people-sync/testing';
import type { Measured } from '../measured-system';

/** What one attack costs somebody else. */
export interface AbuseFigure {
  readonly attack: string;
  /** How often it came while the other customer synced. */
  readonly runs: number;
  /** Of the other customer's sync, to its time without an attack; the middle of several. */
  readonly ratio: number;
  /** The longest that the gateway took to say that it lives, in milliseconds. */
  readonly liveMs: number;
}

const EMPLOYEES = 50;
const SYNCS = 5;

/** Every attack beside a customer of 50 people with one change a sync, in the distributed form. */
export async function compareAbuse(system: Measured): Promise<AbuseFigure[]> {
  const { companyId, key } = await system.peoplehr.company(EMPLOYEES, 1);
  await system.door.createTenant('victim');
  await system.door.connect('victim', key);
  await system.door.createTenant('attacker');
  const target = await system.target('attacker');
  let seed = 0;
  const sync = async (): Promise<number> => {
    await system.peoplehr.change(companyId, 1 / EMPLOYEES, ++seed);
    const started = performance.now();
    const status = await system.door.watch('victim', await system.door.sync('victim'));
    if (!status.startsWith('completed')) throw new Error(`the sync ended as ${status}`);
    return performance.now() - started;
  };
  const several = async (): Promise<number> => {
    const taken: number[] = [];
    for (let n = 0; n < SYNCS; n++) taken.push(await sync());
    return middle(taken);
  };
  await several();
  const quiet = await several();
  const figures: AbuseFigure[] = [];
  for (const attack of attacks) {
    const under = attacking(attack, target);
    const living = watching(system.live);
    const taken = await several();
    const runs = await under.stop();
    figures.push({ attack: attack.name, runs, ratio: taken / quiet, liveMs: await living.stop() });
  }
  return figures;
}

/** Repeats the attack until it is stopped; resolves to how often it came. */
function attacking(attack: Attack, target: Target): { stop(): Promise<number> } {
  let isOver = false;
  const work = (async () => {
    let runs = 0;
    while (!isOver && runs < 500) {
      await attack.run(target);
      runs += 1;
    }
    return runs;
  })();
  return {
    stop: () => {
      isOver = true;
      return work;
    },
  };
}

/** Asks whether the gateway lives until it is stopped; resolves to the longest answer, in milliseconds. */
function watching(live: string): { stop(): Promise<number> } {
  let isOver = false;
  const work = (async () => {
    let longest = 0;
    while (!isOver) {
      const asked = performance.now();
      await (await fetch(live)).arrayBuffer();
      longest = Math.max(longest, performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return longest;
  })();
  return {
    stop: () => {
      isOver = true;
      return work;
    },
  };
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

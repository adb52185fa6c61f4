import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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
    const under = await attacking(attack, target);
    const living = watching(system.live);
    const taken = await several();
    const runs = await under.stop();
    figures.push({ attack: attack.name, runs, ratio: taken / quiet, liveMs: await living.stop() });
  }
  return figures;
}

/**
 * Repeats the attack, from a process of its own, until it is stopped; resolves once it is under way. Stopped, it resolves
 * to how often it came.
 */
async function attacking({ name }: Attack, target: Target): Promise<Repeated> {
  const program = [join(__dirname, 'attacker.main.js'), name, JSON.stringify(target)];
  const attacker = spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const said = createInterface(attacker.stdout)[Symbol.asyncIterator]();
  await said.next();
  return {
    stop: async () => {
      attacker.stdin.end();
      return Number((await said.next()).value);
    },
  };
}

/** Asks whether the gateway lives until it is stopped; resolves to the longest answer, in milliseconds. */
const watching = (live: string): Repeated =>
  untilStopped(async (signal) => {
    let longest = 0;
    while (!signal.aborted) {
      const asked = performance.now();
      await (await fetch(live)).arrayBuffer();
      longest = Math.max(longest, performance.now() - asked);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return longest;
  });

/** Work beside what is measured. */
interface Repeated {
  stop(): Promise<number>;
}

function untilStopped(repeat: (signal: AbortSignal) => Promise<number>): Repeated {
  const over = new AbortController();
  const work = repeat(over.signal);
  return {
    stop: () => {
      over.abort();
      return work;
    },
  };
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

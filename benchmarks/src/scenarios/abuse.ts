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
  /** Of the other customer's sync, to its time without an attack. */
  readonly toQuiet: number;
  /** To its time while the same attack comes as often to a bare server: what the attacker takes of this machine is in both. */
  readonly toFloor: number;
  /** The longest that the gateway took to say that it lives, in milliseconds. */
  readonly liveMs: number;
}

const EMPLOYEES = 50;
/** Each measures the three cases one after the other, so that a busier minute of the machine is in all of them. */
const ROUNDS = 5;
/** In a row under one attack. */
const SYNCS = 2;

/**
 * Attacks beside a customer of 50 people with one change a sync, in the distributed form.
 * @param named those whose names have this
 */
export async function compareAbuse(system: Measured, named: string): Promise<AbuseFigure[]> {
  const { companyId, key } = await system.peoplehr.company(EMPLOYEES, 1);
  await system.door.createTenant('victim');
  await system.door.connect('victim', key);
  await system.door.createTenant('attacker');
  const { key: attackersKey } = await system.peoplehr.company(EMPLOYEES, 2);
  await system.door.connect('attacker', attackersKey);
  const target = await system.target('attacker');
  let seed = 0;
  const sync = async (): Promise<number> => {
    await system.peoplehr.change(companyId, 1 / EMPLOYEES, ++seed);
    const started = performance.now();
    const status = await system.door.watch('victim', await system.door.sync('victim'));
    if (!status.startsWith('completed')) throw new Error(`the sync ended as ${status}`);
    return performance.now() - started;
  };
  const several = async (): Promise<number[]> => {
    const taken: number[] = [];
    for (let n = 0; n < SYNCS; n++) taken.push(await sync());
    return taken;
  };
  for (let n = 0; n < ROUNDS; n++) await several();
  const bare = await bareDoor();
  const figures: AbuseFigure[] = [];
  try {
    for (const attack of attacks.filter(({ name }) => name.includes(named))) figures.push(await figureOf(attack));
  } finally {
    await bare.stop();
  }
  return figures;

  async function figureOf(attack: Attack): Promise<AbuseFigure> {
    const [quiet, floor, attacked]: [number[], number[], number[]] = [[], [], []];
    let [all, liveMs] = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      quiet.push(...(await several()));
      const began = performance.now();
      await system.peoplehr.answers(attackersKey, attack.upstream);
      const under = await attacking(attack, target);
      const living = watching(system.live);
      attacked.push(...(await several()));
      const runs = await under.stop();
      const each = (performance.now() - began) / runs;
      await system.peoplehr.answers(attackersKey, undefined);
      liveMs = Math.max(liveMs, await living.stop());
      all += runs;
      const beside = await attacking(attack, { ...target, ...bare.at }, each);
      floor.push(...(await several()));
      await beside.stop();
    }
    const taken = middle(attacked);
    return { attack: attack.name, runs: all, toQuiet: taken / middle(quiet), toFloor: taken / middle(floor), liveMs };
  }
}

/**
 * Repeats the attack, from a process of its own, until it is stopped; resolves once it is under way. Stopped, it resolves
 * to how often it came.
 * @param everyMs no more often than that
 */
async function attacking({ name }: Attack, target: Target, everyMs = 0): Promise<Repeated> {
  const { said, end } = beside('attacker.main.js', name, JSON.stringify(target), String(everyMs));
  await said();
  return {
    stop: async () => {
      end();
      return Number(await said());
    },
  };
}

/** The server that does no more than any must, as a process of its own. */
async function bareDoor(): Promise<{ at: Pick<Target, 'http' | 'grpc'>; stop(): Promise<void> }> {
  const { said, end, ended } = beside('bare-door.main.js');
  const at = JSON.parse(await said()) as Pick<Target, 'http' | 'grpc'>;
  return {
    at,
    stop: async () => {
      end();
      await ended;
    },
  };
}

/** One of the benchmark's own programs, which ends with its input. */
function beside(program: string, ...args: string[]): { said(): Promise<string>; end(): void; ended: Promise<unknown> } {
  const child = spawn(process.execPath, [join(__dirname, program), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    said: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`${program} ended early`);
      return line.value;
    },
    end: () => child.stdin.end(),
    ended: new Promise((resolve) => child.once('exit', resolve)),
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

import { constants, setPriority } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { attacks, type Target } from '@people-sync/testing';

/**
 * `attacker.main.js NAME TARGET EVERY_MS`: repeats one attack, at most once in so many milliseconds, until its input ends.
 * Prints a line when the first has been answered, and at last how often it came. What it costs to send is another
 * machine's business: it gives way here.
 */
async function main(name: string | undefined, target: Target, everyMs: number): Promise<void> {
  const attack = attacks.find((one) => one.name === name);
  if (!attack) throw new Error(`there is no attack called ${String(name)}`);
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const over = new AbortController();
  process.stdin.on('end', () => over.abort()).resume();
  let runs = 0;
  const began = performance.now();
  while (!over.signal.aborted) {
    // One that is cut off came, too.
    await attack.run(target).catch(() => undefined);
    runs += 1;
    if (runs === 1) console.log('begun');
    const early = began + runs * everyMs - performance.now();
    if (early > 0) await wait(early, undefined, { signal: over.signal }).catch(() => undefined);
  }
  process.stdin.destroy();
  console.log(JSON.stringify(runs));
}

const [, , name, target, everyMs] = process.argv;
void main(name, JSON.parse(target ?? '{}') as Target, Number(everyMs ?? 0));

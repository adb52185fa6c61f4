import { constants, setPriority } from 'node:os';
import { attacks, type Target } from '@people-sync/testing';

/**
 * `attacker.main.js NAME TARGET`: repeats one attack until its input ends. Prints a line when the first has been
 * answered, and at last how often it came. What it costs
 * to send is another machine's business: it gives way here.
 */
async function main(name: string | undefined, target: Target): Promise<void> {
  const attack = attacks.find((one) => one.name === name);
  if (!attack) throw new Error(`there is no attack called ${String(name)}`);
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const over = new AbortController();
  process.stdin.on('end', () => over.abort()).resume();
  let runs = 0;
  while (!over.signal.aborted && runs < 500) {
    await attack.run(target);
    runs += 1;
    if (runs === 1) console.log('begun');
  }
  process.stdin.destroy();
  console.log(JSON.stringify(runs));
}

const [, , name, target] = process.argv;
void main(name, JSON.parse(target ?? '{}') as Target);

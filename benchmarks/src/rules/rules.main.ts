import { costOf, median, type Cost } from '../cost';
import { decide } from './decide';
import { judgedCompany } from './judged-company';

/** Runs of which the one in the middle counts. */
const RUNS = 5;

const kinds = ['differing', 'everything', 'new'] as const;

/** `node rules.main.js <people> <fraction changed> differing|everything|new`: prints the rules' cost, and their rows. */
async function main([people = '0', fraction = '0', which = '']: readonly string[]): Promise<void> {
  const kind = kinds.find((one) => one === which);
  if (!kind) throw new Error(`there are ${kinds.join(', ')}`);
  const company = judgedCompany(Number(people), Number(fraction), kind);
  const changed = kind === 'new' ? company.seen : company.records.size;
  const costs: Cost[] = [];
  for (let run = 0; run < RUNS; run++) {
    const cost = await costOf(
      () => {
        if (decide(company) !== changed) throw new Error('the rules found other changes than there are');
        return Promise.resolve();
      },
      () => [],
    );
    costs.push(cost);
  }
  console.log(JSON.stringify({ ...median(costs), peakMb: costs.at(-1)?.peakMb, rows: company.rows.length }));
}

void main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

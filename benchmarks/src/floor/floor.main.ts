import { readFileSync } from 'node:fs';
import { costOf } from '../cost';
import { connectLanes, floor, type FloorTenant } from './floor';

/** `node floor.main.js <database url> <PeopleHR url> <file with tenants>`: prints the cost of its work, without start. */
const [databaseUrl = '', peoplehr = '', file = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const tenants = JSON.parse(readFileSync(file, 'utf8')) as FloorTenant[];
  const lanes = await connectLanes(databaseUrl, tenants.length);
  const cost = await costOf(
    () => floor(lanes, peoplehr, tenants),
    () => lanes.map(({ backend }) => backend),
  );
  console.log(JSON.stringify(cost));
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

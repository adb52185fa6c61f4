import { readFileSync } from 'node:fs';
import { floor, type FloorTenant } from './floor';

/** `node floor.main.js <database url> <PeopleHR url> <file with tenants>`: prints the seconds of its work. */
const [databaseUrl = '', peoplehr = '', file = ''] = process.argv.slice(2);
const tenants = JSON.parse(readFileSync(file, 'utf8')) as FloorTenant[];
const started = performance.now();
void floor(databaseUrl, peoplehr, tenants).then(
  () => {
    console.log((performance.now() - started) / 1000);
    process.exit(0);
  },
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

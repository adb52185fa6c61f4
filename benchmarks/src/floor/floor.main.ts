import { readFileSync } from 'node:fs';
import { floor, type FloorTenant } from './floor';

/** `node floor.main.js <database url> <PeopleHR url> <file with tenants>`: a process of its own, as the services are. */
const [databaseUrl = '', peoplehr = '', file = ''] = process.argv.slice(2);
const tenants = JSON.parse(readFileSync(file, 'utf8')) as FloorTenant[];
void floor(databaseUrl, peoplehr, tenants).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

import { ImportPeople, ImportQuery as Query } from '@people-sync/contracts/api';
import { bodyOf, queryOf } from '../shapes/class-of';

/** `POST …/people/import`, for OpenAPI: `importedPersonFaults` checks it. */
export class ImportPeopleBody extends bodyOf(ImportPeople) {}

/** How much of the list. */
export class ImportQuery extends queryOf(Query) {}

import { TenantsQuery as Query } from '@people-sync/contracts/api';
import { queryOf } from '../shapes/class-of';

/** `GET /v1/tenants`. */
export class TenantsQuery extends queryOf(Query) {}

import { PlanQuery as Query } from '@people-sync/contracts/api';
import { queryOf } from '../shapes/class-of';

/** Which items of a plan. */
export class PlanQuery extends queryOf(Query) {}

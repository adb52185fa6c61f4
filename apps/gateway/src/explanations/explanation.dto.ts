import { ExplanationQuery as Query } from '@people-sync/contracts/api';
import { queryOf } from '../shapes/class-of';

/** Whom `GET …/why` is about: one of the two. */
export class ExplanationQuery extends queryOf(Query) {}

import { FeedQuery as Query } from '@people-sync/contracts/api';
import { queryOf } from '../shapes/class-of';

/** `GET /v1/feed`. */
export class FeedQuery extends queryOf(Query) {}

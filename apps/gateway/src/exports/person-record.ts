import { PersonRecord } from '@people-sync/contracts/api';
import type { reconcilerV1 } from '@people-sync/platform';
import { answerOf } from '../shapes/answer-of';

/** A record as callers see it. */
export const recordView = ({ kind, fields }: reconcilerV1.Record): PersonRecord =>
  answerOf(PersonRecord, { kind, fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])) });

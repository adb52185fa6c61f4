import { AuditEvent, AuditEventsQuery as Query } from '@people-sync/contracts/api';
import type { auditV1 } from '@people-sync/platform';
import { eventSentence } from '@people-sync/wording';
import { answerOf } from '../shapes/answer-of';
import { queryOf } from '../shapes/class-of';
import { kindOf, nameOfType } from './event-kinds';

/** Which events of the record are asked for. */
export class AuditEventsQuery extends queryOf(Query) {}

/** An event of the record as callers see it. */
export const auditEventView = (event: auditV1.Event): AuditEvent =>
  answerOf(AuditEvent, {
    ...event,
    kind: kindOf(event.type),
    message: eventSentence(nameOfType(event.type)),
    at: event.time,
    receivedAt: event.received,
  });

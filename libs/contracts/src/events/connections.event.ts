import { Type } from '@sinclair/typebox';
import { defineEvent } from '../define-event';
import { Text, wordOf } from '../primitives';
import { failureReasons } from '../sync';

const connectionId = Type.String({ format: 'uuid' });

/** A PeopleHR key was checked and stored for the first time, or after a disconnect. No part of the key but its hint. */
export const Connected = defineEvent('connection.connected', 1, {
  connectionId,
  companyId: Text(64),
  companyName: Text(254),
  /** The last four characters. */
  keyHint: Text(4),
});

/** Another key serves the tenant from now on. */
export const KeyReplaced = defineEvent('connection.key-replaced', 1, {
  connectionId,
  companyId: Text(64),
  companyName: Text(254),
  keyHint: Text(4),
  /** True if the administrator confirmed that another company stands behind the new key. */
  companyReplaced: Type.Boolean(),
});

/** PeopleHR refuses the key; the schedule rests until it is replaced. */
export const ConnectionBroken = defineEvent('connection.broken', 1, {
  connectionId,
  reason: wordOf(...failureReasons),
});

/** The administrator disconnected PeopleHR. The people stay. */
export const Disconnected = defineEvent('connection.disconnected', 1, { connectionId });

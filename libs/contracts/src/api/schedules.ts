import { Type } from '@sinclair/typebox';
import { ofTenant } from './examples/ids';
import { aSchedule } from './examples/settings';
import { InstantOrNull, tenantPath, TimeZone, Word, WordOrNull, Yes } from './fields';
import { keyed, request, rpc } from './rpc';
import { about, formed, type Json, optional, shape } from './shape';
import { TenantRequest } from './tenants';

export const SetSchedule = shape(
  'SetSchedule',
  'When syncs are to start by themselves; what is left out is chosen here.',
  {
    enabled: about(Type.Boolean(), 'A sync starts by itself every night'),
    time: optional(
      about(
        formed(/^([01]\d|2[0-3]):[0-5]\d$/, 'time must be HH:MM, from 00:00 to 23:59', { maxLength: 5 }),
        'When by the clocks of timeZone, HH:MM; if left out a time in the night that spreads all companies evenly',
      ),
    ),
    timeZone: optional(about(TimeZone, "IANA name; if left out the company's, whatever that will be")),
  },
);

export const Schedule = shape('Schedule', 'When the next sync starts by itself.', {
  enabled: about(Yes, 'A sync starts by itself every night'),
  offered: about(Yes, 'A sync has succeeded, so that it may be switched on'),
  time: about(Word, 'When by the clocks of timeZone, HH:MM; a night that lacks the time has it an hour later'),
  chosenTime: about(Yes, 'Somebody chose the time; else it is one in the night that spreads all companies evenly'),
  timeZone: about(Word, 'IANA name'),
  chosenTimeZone: about(Yes, "Somebody chose the zone; else it is the company's, whatever that will be"),
  nextSyncAt: about(InstantOrNull, 'When the next sync starts; null if it is switched off or rests'),
  reason: about(
    WordOrNull,
    'A stable word: why no sync starts though it is switched on; else null. More may come: message says it',
  ),
  message: about(WordOrNull, 'The sentence for an administrator, with the next step; null if there is no reason'),
});
export type Schedule = Json<typeof Schedule>;

const path = '/v1/tenants/{tenant}/schedule';

export const scheduleRpcs = {
  setSchedule: keyed(
    'Says when syncs start by themselves. It can be switched on once a sync has succeeded.',
    [`PUT ${path}`],
    request('SetScheduleRequest', { ...tenantPath, ...SetSchedule.properties }),
    Schedule,
    { asked: { ...ofTenant, enabled: true }, answered: aSchedule },
  ),
  getSchedule: rpc('When the next sync starts by itself.', [`GET ${path}`], TenantRequest, Schedule, {
    asked: ofTenant,
    answered: aSchedule,
  }),
};

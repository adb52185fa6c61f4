import { Type } from '@sinclair/typebox';
import { ofTenant } from './examples/ids';
import { anIntegration, newIntegration } from './examples/settings';
import { InstantOrNull, tenantPath, WordOrNull, Yes } from './fields';
import { keyed, request, rpc } from './rpc';
import { about, type Json, orElse, shape } from './shape';
import { SyncOrNull } from './syncs';
import { TenantRequest } from './tenants';
import { words } from './words';

export const Connect = shape('Connect', "PeopleHR's key, and what is known to be meant.", {
  apiKey: Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: '^[\\x21-\\x7e]*$',
    refusal: 'apiKey must not contain spaces or unusual characters',
    trim: true,
    writeOnly: true,
    description: "PeopleHR's API key; never shown again",
  }),
  replaceCompany: orElse(about(Yes, 'Another company stands behind this key, and that is meant'), false),
});

export const Integration = shape(
  'Integration',
  'The connection to PeopleHR as callers see it; no part of the key but its hint.',
  {
    status: words('IntegrationStatus', 'Where the connection to PeopleHR stands.', {
      connected: 'PeopleHR took the key',
      broken: 'PeopleHR refuses the key, or another company stands behind it: reason and message say which',
      'not-connected': 'there is no key',
    }),
    companyName: about(WordOrNull, 'As PeopleHR names the company; null if it is not connected'),
    keyHint: about(WordOrNull, "The key's last four characters; null if there is none"),
    connectedAt: about(InstantOrNull, 'When the key was stored; null if there is none'),
    reason: about(WordOrNull, 'A stable word if it is broken, else null; more may come: message says it'),
    message: about(WordOrNull, 'The sentence for an administrator, with the next step; null unless it is broken'),
    lastSuccessfulSync: about(SyncOrNull, 'The last sync that was applied; null before the first'),
    lastSync: about(SyncOrNull, 'The last sync, however it ended; null before the first'),
    nextSyncAt: about(InstantOrNull, 'When the next sync starts by itself; null if none is to'),
  },
);
export type Integration = Json<typeof Integration>;

const path = '/v1/tenants/{tenant}/integrations/peoplehr';

export const integrationRpcs = {
  connectPeopleHr: keyed(
    'Checks the key with PeopleHR, then stores it.',
    [`PUT ${path}`],
    request('ConnectPeopleHrRequest', { ...tenantPath, ...Connect.properties }),
    Integration,
    { asked: { ...ofTenant, apiKey: 'invented-key-5678' }, answered: newIntegration },
  ),
  getIntegration: rpc('The connection to PeopleHR, with its last syncs.', [`GET ${path}`], TenantRequest, Integration, {
    asked: ofTenant,
    answered: anIntegration,
  }),
  disconnectPeopleHr: keyed(
    'Forgets the key. The people stay.',
    [`DELETE ${path}`],
    TenantRequest,
    shape('DisconnectPeopleHrResponse', 'Nothing is to be said.', {}),
    { asked: ofTenant, answered: {} },
  ),
};

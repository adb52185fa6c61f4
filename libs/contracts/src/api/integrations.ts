import { Type } from '@sinclair/typebox';
import { oneOf } from '../primitives';
import { InstantOrNull, tenantPath, WordOrNull, Yes } from './fields';
import { keyed, request, rpc } from './rpc';
import { about, type Json, orElse, shape } from './shape';
import { SyncOrNull } from './syncs';
import { TenantRequest } from './tenants';

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
    status: oneOf('connected', 'broken', 'not-connected'),
    companyName: WordOrNull,
    keyHint: about(WordOrNull, "The key's last four characters"),
    connectedAt: InstantOrNull,
    reason: about(WordOrNull, 'A stable word, if it is broken'),
    message: about(WordOrNull, 'The sentence for an administrator, if it is broken'),
    lastSuccessfulSync: SyncOrNull,
    lastSync: SyncOrNull,
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
  ),
  getIntegration: rpc('', [`GET ${path}`], TenantRequest, Integration),
  disconnectPeopleHr: keyed(
    'The people stay.',
    [`DELETE ${path}`],
    TenantRequest,
    shape('DisconnectPeopleHrResponse', '', {}),
  ),
};

import { Count } from '../primitives';
import { ofTenant } from './examples/ids';
import { licences } from './examples/settings';
import { licenceFields, tenantPath, wantedLicences, Word, WordOrNull } from './fields';
import { keyed, request, rpc } from './rpc';
import { about, type Json, oneOfFields, shape } from './shape';
import { TenantRequest } from './tenants';

export const SetLicences = shape(
  'SetLicences',
  'How many licences there are to be: exactly one of seats and unlimited.',
  wantedLicences,
  { choices: [oneOfFields('seats', 'unlimited')] },
);

export const Licences = shape('Licences', "A tenant's licences and who uses them.", {
  ...licenceFields,
  active: about(Count, 'People who use a licence'),
  waiting: about(Count, 'People who wait for a licence'),
  seatsMissing: about(Count, 'How many more it takes so that nobody waits and nobody has one too many; 0 if unlimited'),
  message: about(Word, 'How many are in use, in words for an administrator'),
  nextStep: about(WordOrNull, 'What becomes of those who wait, and what to do; null if nobody waits'),
});
export type Licences = Json<typeof Licences>;

export const licenceRpcs = {
  setLicences: keyed(
    'Says how many licences there are; whoever waits gets those that come free. Platform only.',
    ['PUT /v1/tenants/{tenant}/licences'],
    request('SetLicencesRequest', { ...tenantPath, ...SetLicences.properties }),
    Licences,
    { asked: { ...ofTenant, seats: 250 }, answered: licences },
  ),
  getLicences: rpc('Licences, and who uses them.', ['GET /v1/tenants/{tenant}/licences'], TenantRequest, Licences, {
    asked: ofTenant,
    answered: licences,
  }),
};

import { Count } from '../primitives';
import { Seats, tenantPath } from './fields';
import { request, rpc } from './rpc';
import { about, type Json, shape } from './shape';
import { TenantRequest } from './tenants';

export const SetLicences = shape('SetLicences', 'How many licences there are to be.', { seats: Seats });

export const Licences = shape('Licences', "A tenant's licences and who uses them.", {
  seats: Seats,
  active: Count,
  waiting: about(Count, 'People who wait for a licence'),
});
export type Licences = Json<typeof Licences>;

export const licenceRpcs = {
  setLicences: rpc(
    'Platform only.',
    ['PUT /v1/tenants/{tenant}/licences'],
    request('SetLicencesRequest', { ...tenantPath, ...SetLicences.properties }),
    Licences,
  ),
  getLicences: rpc('', ['GET /v1/tenants/{tenant}/licences'], TenantRequest, Licences),
};

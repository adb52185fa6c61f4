import { NewTenant, TenantChange, TenantName as Name } from '@people-sync/contracts/api';
import { bodyOf } from '../shapes/class-of';

/** The path of a tenant that may be new. */
export class TenantName extends bodyOf(Name) {}

/** `PUT /v1/tenants/{tenant}`. */
export class CreateTenantBody extends bodyOf(NewTenant) {}

/** `PATCH /v1/tenants/{tenant}`. */
export class UpdateTenantBody extends bodyOf(TenantChange) {}

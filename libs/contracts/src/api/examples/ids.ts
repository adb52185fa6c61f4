/** What stands in the paths of all examples: one invented company, whose sync 12 has changes that wait for an OK. */
export const tenant = 'northwind-tiles';
export const syncId = '0199c1f0-6a52-7b31-8c4e-5d2f9a7b3e10';
export const personId = '0198a4d7-2c1b-7e45-9f60-3b8d5c2a1f74';
/** Whom the person reports to. */
export const managerId = '0198a4d7-2c1b-7e45-9f60-3b8d5c2a1f11';
export const planHash = '3f8a1c5e7b9d2046f1e8c3a5b7d90264e8f1a3c5d7b9e0264f8a1c3e5d7b9f20';

export const ofTenant = { tenant } as const;
export const ofSync = { tenant, syncId } as const;
export const ofPerson = { tenant, personId } as const;

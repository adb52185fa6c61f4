/** Each service's schema; its login role is named after it. */
export const serviceSchemas = {
  gateway: 'gateway',
  credentials: 'credentials',
  'peoplehr-fetcher': 'fetcher',
  reconciler: 'reconciler',
  'wethrive-writer': 'writer',
  audit: 'audit',
} as const;

export type ServiceName = keyof typeof serviceSchemas;

/** Further schemas of the role that has this one: what is backed up apart. */
export const besideOf = (schema: string): readonly string[] => (schema === serviceSchemas.audit ? ['audit_keys'] : []);

/**
 * The role that reads this schema and those beside it, and changes nothing: the owner takes it on where it only looks. It
 * has no login. Undefined for a schema that nobody but its owner reads.
 */
export const readerOf = ({ role, schema }: { readonly role: string; readonly schema: string }): string | undefined =>
  schema === serviceSchemas.audit ? `${role}_reader` : undefined;

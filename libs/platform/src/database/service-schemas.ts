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

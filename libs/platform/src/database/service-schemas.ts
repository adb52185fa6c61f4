/** Each service's schema; its login role is named after it. */
export const serviceSchemas = {
  gateway: 'gateway',
  credentials: 'credentials',
  'peoplehr-fetcher': 'fetcher',
  reconciler: 'reconciler',
  'wethrive-writer': 'writer',
} as const;

export type ServiceName = keyof typeof serviceSchemas;

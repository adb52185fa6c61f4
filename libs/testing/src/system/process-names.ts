/** The services, as in their tokens and folders. */
export const services = [
  'credentials',
  'wethrive-writer',
  'reconciler',
  'peoplehr-fetcher',
  'audit',
  'gateway',
] as const;

/** A service of the distributed form. */
export type ServiceName = (typeof services)[number];

/** The second of a service, where there are two. */
type TwinName = `${ServiceName}-2`;

/** A process of either form: the services and the simulator, or everything in one. */
export type ProcessName = ServiceName | TwinName | 'peoplehr-simulator' | 'all-in-one' | 'single';

import { join } from 'node:path';
import type { Environment } from '@people-sync/platform';
import { type ProcessName, type ServiceName, services } from './process-names';

/** One process of a service, and the address that it listens on. */
export interface Instance {
  readonly name: ProcessName;
  readonly service: ServiceName;
  readonly host: string;
}

const NAMES = join(__dirname, '..', '..', 'dist', 'system', 'headless-names.js');

/** Each service once, or twice on the two addresses of headless-names.ts. */
export function instancesOf(twins: boolean): Instance[] {
  return services.flatMap((service): Instance[] => {
    const first: Instance = { name: service, service, host: '127.0.0.1' };
    return twins ? [first, { name: `${service}-2`, service, host: '127.0.0.2' }] : [first];
  });
}

/** Who calls a service calls this name; of two it stands for both. */
export const hostOf = (service: ServiceName, twins: boolean): string =>
  twins ? `${service}.pods.example` : '127.0.0.1';

/** What a process needs to know that name. */
export const namesEnvironment = (twins: boolean): Environment => (twins ? { NODE_OPTIONS: `--require ${NAMES}` } : {});

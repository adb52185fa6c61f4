import { hostname } from 'node:os';

/** Which of several processes this is: its host (in Kubernetes the pod) and its number there. */
export const runningInstance = (): string => `${hostname()}-${process.pid}`;

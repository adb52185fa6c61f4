import { hostname } from 'node:os';
import { ownVersion } from '../build/build';

/** Which process writes a line. */
export interface LogOrigin {
  readonly service: string;
  /** Tells the processes of a service apart. */
  readonly instance: string;
  readonly version: string;
}

/** Of this process: in Kubernetes of its pod, whose name is the machine's. */
export const logOrigin = (service: string, instance = `${hostname()}/${process.pid}`): LogOrigin => ({
  service,
  instance,
  version: ownVersion(),
});

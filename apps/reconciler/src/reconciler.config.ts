import { ServiceConfig } from '@people-sync/platform';

/** The reconciler needs nothing beyond what every service reads. */
export class ReconcilerConfig extends ServiceConfig {}

import { ServiceConfig } from '@people-sync/platform';

/** What the writer reads from its environment: nothing beyond what every service needs. */
export class WethriveWriterConfig extends ServiceConfig {}

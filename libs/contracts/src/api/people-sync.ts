import { decisionRpcs } from './decisions';
import { explanationRpcs } from './explanations';
import { feedRpcs } from './feed';
import { importRpcs } from './imports';
import { integrationRpcs } from './integrations';
import { licenceRpcs } from './licences';
import { peopleRpcs } from './people';
import { planRpcs } from './plans';
import { policyRpcs } from './policies';
import { problemRpcs } from './problems';
import { syncRpcs } from './syncs';
import { tenantRpcs } from './tenants';

/** Every call of gRPC `PeopleSync`, with the routes that are its twins over HTTP. */
export const peopleSyncRpcs = {
  ...tenantRpcs,
  ...integrationRpcs,
  ...syncRpcs,
  ...planRpcs,
  ...decisionRpcs,
  ...policyRpcs,
  ...problemRpcs,
  ...peopleRpcs,
  ...importRpcs,
  ...explanationRpcs,
  ...licenceRpcs,
  ...feedRpcs,
};
export type RpcName = keyof typeof peopleSyncRpcs;

/** What the main WeThrive platform calls. */
export const peopleSyncService = {
  package: 'wethrive.peoplesync.v1',
  name: 'PeopleSync',
  sentence:
    'What the main WeThrive platform calls. Metadata: authorization (bearer), acting-user (percent-encoded UTF-8) or acting-user-bin (UTF-8), idempotency-key. Errors carry a stable word in the trailing metadata `reason`.',
  rpcs: peopleSyncRpcs,
};

import { decisionRpcs } from './decisions';
import { explanationRpcs } from './explanations';
import { feedRpcs } from './feed';
import { importRpcs } from './imports';
import { integrationRpcs } from './integrations';
import { licenceRpcs } from './licences';
import { peopleRpcs } from './people';
import { planRpcs } from './plans';
import { policyRpcs } from './policies';
import { detailedReasons, problemShape } from './problem-shapes';
import { problemRpcs } from './problems';
import type { Reason } from './reasons';
import { ownRefusals } from './refusals';
import { scheduleRpcs } from './schedules';
import { recordRpcs } from './record';
import { replayRpcs } from './replays';
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
  ...scheduleRpcs,
  ...feedRpcs,
  ...recordRpcs,
  ...replayRpcs,
};
export type RpcName = keyof typeof peopleSyncRpcs;

/** What each may be refused with, beside what any call may be. */
const refusals: Readonly<Partial<Record<RpcName, readonly Reason[]>>> = ownRefusals;

export const ownRefusalsOf = (name: RpcName): readonly Reason[] => refusals[name] ?? [];

/** What the main WeThrive platform calls. */
export const peopleSyncService = {
  package: 'wethrive.peoplesync.v1',
  name: 'PeopleSync',
  sentence:
    'What the main WeThrive platform calls. Metadata: authorization (bearer), acting-user (percent-encoded UTF-8) or acting-user-bin (UTF-8), idempotency-key. Errors carry a google.rpc.Status in grpc-status-details-bin: ErrorInfo (the reason in capitals), BadRequest, RetryInfo, and what else is said in a message that is called like the reason; the reason stands in the trailing metadata `reason` too.',
  rpcs: peopleSyncRpcs,
  refusals: ownRefusals,
  details: detailedReasons.map(problemShape),
};

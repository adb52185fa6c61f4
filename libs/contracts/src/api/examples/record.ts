import { syncId, tenant } from './ids';

export const eventId = '0199c1f0-6a52-7b31-8c4e-5d2f9a7b3e11';

export const anAuditEvent = {
  index: 0,
  eventId,
  kind: 'sync',
  type: 'net.wethrive.peoplesync.sync.withdrawn.v1',
  message: 'A sync was taken back before PeopleHR was read.',
  at: '2026-03-02T06:00:00.000Z',
  receivedAt: '2026-03-02T06:00:00.410Z',
  source: '/peoplesync/gateway',
  subject: tenant,
  syncId,
  actor: 'grace',
  topic: 'peoplesync.requests',
  epoch: 1,
  position: 1,
  data: '{"number":12}',
  erased: 0,
  lost: 0,
  rowsAdded: 0,
  rowsRemoved: 0,
} as const;

export const vkey = 'audit.people-sync.example+f3a8cd4f+AUvq3isjNDC5cYuqzs8P4FHLIqILbXmlqfxa2HOI4vc8';

/** Made by the key of that vkey, over the entry of `auditProof`. */
export const checkpointNote =
  'audit.people-sync.example/northwind-tiles\n1\nU5eV+ixeFNcCq7ncE0oIA1Kfc556jM+ZM0z46uqoTmM=\n\n— audit.people-sync.example 86jNT9wG2kXDH00L2th5TzYtTsnmymOMMcuqam2au/jMq3W5HtYVk+bYUauIG2vTnUY9osn2CfDR+IWd7+BmR72F0wQ=\n';

export const auditProof = {
  index: 0,
  entry: '{"actor":null,"data":{"mode":"apply","number":12},"id":"0199c1f0-6a52-7b31-8c4e-5d2f9a7b3e11","v":1}',
  proof: `c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpointNote}`,
  vkeys: [vkey],
} as const;

export const finding = {
  kind: 'left-out',
  index: 41,
  message: 'An event could not be taken, and somebody gave it up.',
  nextStep: 'Ask whoever runs PeopleSync why; its place in the record says who gave it up, and when.',
} as const;

import { join } from 'node:path';

/** The folder of the .proto files, for gRPC's `includeDirs`. */
export const protoRoot = join(__dirname, '..', 'proto');

/** The .proto file of each gRPC package. */
export const protoPaths = {
  'peoplesync.audit.v1': join(protoRoot, 'peoplesync/audit/v1/audit.proto'),
  'peoplesync.credentials.v1': join(protoRoot, 'peoplesync/credentials/v1/credentials.proto'),
  'peoplesync.messaging.v1': join(protoRoot, 'peoplesync/messaging/v1/messaging.proto'),
  'peoplesync.reconciler.v1': join(protoRoot, 'peoplesync/reconciler/v1/reconciler.proto'),
  'peoplesync.writer.v1': join(protoRoot, 'peoplesync/writer/v1/writer.proto'),
  'wethrive.peoplesync.v1': join(protoRoot, 'wethrive/peoplesync/v1/peoplesync.proto'),
} as const;

/** The .proto files of what a refusal says over gRPC: a google.rpc.Status with its details. */
export const statusProtoPaths = [
  join(protoRoot, 'google/rpc/status.proto'),
  join(protoRoot, 'google/rpc/error_details.proto'),
  protoPaths['wethrive.peoplesync.v1'],
] as const;

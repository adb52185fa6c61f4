/** `@people-sync/client/grpc`: the client of the gRPC door, without that of the other one. */
export * from './both';
export * as peoplesyncV1 from './gen/wethrive/peoplesync/v1/peoplesync';
export { type CallOptions, type GrpcClient, grpcClient, type GrpcOptions } from './grpc/grpc.client';
export { PeopleSyncError } from './grpc/grpc-error';
export { type InvalidField, type Said } from './grpc/status-details';
export { watchSync } from './grpc/watch-sync';
export { grpcMirrorDoor } from './mirror/grpc-mirror-door';

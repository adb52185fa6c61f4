export * as peoplesyncV1 from './gen/wethrive/peoplesync/v1/peoplesync';
export { type CallOptions, type GrpcClient, grpcClient, type GrpcOptions } from './grpc/grpc.client';
export { PeopleSyncError } from './grpc/grpc-error';
export { type InvalidField, type Said } from './grpc/status-details';
export { watchSync } from './grpc/watch-sync';
export { type HttpClient, httpClient, type HttpOptions, type Shapes } from './http/http.client';
export { retryingFetch } from './http/retrying-fetch';
export { watchSyncOverHttp } from './http/watch-sync-over-http';
export { RefusedError } from './http/refused-error';
export { grpcMirrorDoor, httpMirrorDoor } from './mirror/doors';
export { MemoryCopy } from './mirror/memory-copy';
export {
  GapError,
  Mirror,
  MIRROR_BEGINS,
  type MirrorChange,
  type MirrorChanges,
  type MirrorCopy,
  type MirrorDoor,
  type Mirrored,
  type MirrorPage,
  type MirrorPlace,
} from './mirror/mirror';
export { type Patience } from './patience';
export { reasonOf, type Refusal, type Retry, retryOf } from './refusal';
export type { Token } from './token';
export type { WatchOptions } from './watching';

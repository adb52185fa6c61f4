/** `@people-sync/client/http`: the client of the HTTP door; whoever imports this loads nothing of gRPC. */
export * from './both';
export { type HttpClient, httpClient, type HttpOptions, type Shapes } from './http/http.client';
export { RefusedError } from './http/refused-error';
export { retryingFetch } from './http/retrying-fetch';
export { watchSyncOverHttp } from './http/watch-sync-over-http';
export { httpMirrorDoor } from './mirror/http-mirror-door';

import { status } from '@grpc/grpc-js';

const CODE_OF_STATUS: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.FAILED_PRECONDITION,
  410: status.NOT_FOUND,
  413: status.RESOURCE_EXHAUSTED,
  415: status.INVALID_ARGUMENT,
  422: status.INVALID_ARGUMENT,
  429: status.RESOURCE_EXHAUSTED,
  501: status.UNIMPLEMENTED,
  503: status.UNAVAILABLE,
  504: status.DEADLINE_EXCEEDED,
};

const STATUS_OF_CODE: Readonly<Partial<Record<status, number>>> = {
  [status.INVALID_ARGUMENT]: 400,
  [status.OUT_OF_RANGE]: 400,
  [status.UNAUTHENTICATED]: 401,
  [status.PERMISSION_DENIED]: 403,
  [status.NOT_FOUND]: 404,
  [status.ALREADY_EXISTS]: 409,
  [status.ABORTED]: 409,
  [status.FAILED_PRECONDITION]: 409,
  [status.RESOURCE_EXHAUSTED]: 429,
  [status.CANCELLED]: 499,
  [status.UNIMPLEMENTED]: 501,
  [status.UNAVAILABLE]: 503,
  [status.DEADLINE_EXCEEDED]: 504,
};

/** PeopleHR refuses what was entered: well formed, and still not usable (docs/interfaces.md §2). */
const REFUSED_BY_PEOPLEHR = new Set(['invalid-api-key', 'missing-permission', 'account-blocked']);

/** The gRPC code of an HTTP status; INTERNAL for what has none. */
export const grpcCodeOf = (httpStatus: number): status => CODE_OF_STATUS[httpStatus] ?? status.INTERNAL;

/** The HTTP status of a gRPC code with its reason; 500 for what has none. */
export const httpStatusOf = (code: status, reason: string): number =>
  REFUSED_BY_PEOPLEHR.has(reason) ? 422 : (STATUS_OF_CODE[code] ?? 500);

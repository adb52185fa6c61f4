import { status } from '@grpc/grpc-js';
import { HttpException } from '@nestjs/common';
import { isReason, type Reason, reasons } from '@people-sync/contracts/api';
import { isDatabaseAway } from '../database/database-away';
import { GrpcError } from '../grpc/grpc-error';
import { beingUpgraded, notFound, ProblemException, refusal, unavailable } from './problem.exception';

/** Words for what the HTTP layer itself refuses, by the status of the reason; its own texts may quote the request. */
const details = {
  'invalid-request': 'The request cannot be read.',
  timeout: 'The request took too long to arrive.',
  'too-large': 'The request is too large.',
  'unsupported-media-type': 'That content type is not taken here.',
  'too-many-requests': 'Too many requests: wait a little and try again.',
} as const satisfies Partial<Record<Reason, string>>;

function ofStatus(httpStatus: number): ProblemException {
  const [reason, detail] =
    Object.entries(details).find(([one]) => isReason(one) && reasons[one].status === httpStatus) ?? [];
  if (reason === undefined || detail === undefined || !isReason(reason))
    return refusal('invalid-request', details['invalid-request']);
  return new ProblemException(reason, detail);
}

/**
 * The problem to show for anything that was thrown, or undefined if it is nobody's business outside:
 * the caller then answers 500 `internal`. Never carries a text that was not written for callers.
 */
export function problemOf(error: unknown): ProblemException | undefined {
  if (error instanceof ProblemException) return error;
  if (error instanceof GrpcError) return ofNeighbour(error);
  if (isDatabaseAway(error)) return unavailable(error);
  // A name in a path that cannot be decoded names nothing.
  if (error instanceof HttpException && error.cause instanceof URIError) return notFound();
  const httpStatus = statusOf(error);
  if (httpStatus === undefined) return undefined;
  if (httpStatus === 404) return notFound();
  return ofStatus(httpStatus);
}

/**
 * A neighbour's answer is passed on, but not its refusal of us: that is our own misconfiguration, or (a token of ours that
 * was not renewed in time) an absence of ours. A call that it does not know is one that the version before lacks.
 */
function ofNeighbour(error: GrpcError): ProblemException | undefined {
  if (error.code === status.UNAUTHENTICATED) return unavailable(error);
  if (error.code === status.PERMISSION_DENIED) return undefined;
  if (error.reason !== '' && error.reason !== 'internal') {
    return asTold(error.reason, error);
  }
  if (error.code === status.UNAVAILABLE || error.code === status.DEADLINE_EXCEEDED) {
    return unavailable(error);
  }
  if (error.code === status.UNIMPLEMENTED) return beingUpgraded(error);
  return undefined;
}

/** What a neighbour refused, in its own words. */
const asTold = (reason: Reason, { message, said, retryAfter }: GrpcError): ProblemException =>
  new ProblemException(reason, message, said, {
    headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  });

/** Status of Nest's own exceptions and of Express' body parsers, if it is the client's fault. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) {
    const own = error.getStatus();
    return own >= 400 && own < 500 ? own : undefined;
  }
  if (!(error instanceof Error)) return undefined;
  const own: unknown = Reflect.get(error, 'statusCode') ?? Reflect.get(error, 'status');
  const isOwn = typeof own === 'number' && own >= 400 && own < 500 && Reflect.get(error, 'expose') === true;
  return isOwn ? own : undefined;
}

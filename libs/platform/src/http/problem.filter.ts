import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { Metadata, status, type StatusObject } from '@grpc/grpc-js';
import { reasons } from '@people-sync/contracts/api';
import { type Observable, throwError } from 'rxjs';
import { ServiceLogger } from '../logging/service-logger';
import { problemOf } from './problem-of';
import { type ProblemException, refusal } from './problem.exception';
import { GrpcException } from '../grpc/grpc-exception';
import { STATUS_DETAILS, statusDetails } from '../grpc/status-details';

/** An error that grpc-js sends as it is. */
export type GrpcAnswer = Error & StatusObject;

/**
 * Every error of HTTP and gRPC handlers. What is meant for callers is shown to them; anything else becomes
 * 500 / INTERNAL `internal` with an error id, and the error itself goes to the log under this id.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: ServiceLogger) {}

  catch(error: unknown, host: ArgumentsHost): Observable<never> | undefined {
    if (host.getType() !== 'http') return throwError(() => this.grpcAnswer(error));
    const problem = this.shown(error);
    const response = host.switchToHttp().getResponse<ServerResponse>();
    if (response.headersSent) {
      response.end();
      return undefined;
    }
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
    response.writeHead(problem.status, { 'content-type': 'application/problem+json; charset=utf-8' });
    response.end(JSON.stringify(problem));
    return undefined;
  }

  /** The same for gRPC: code, text, and in trailing metadata the reason and a google.rpc.Status, as grpc-js wants them. */
  grpcAnswer(error: unknown): GrpcAnswer {
    const metadata = new Metadata();
    if (error instanceof GrpcException) {
      metadata.set('grpc-retry-pushback-ms', '-1');
      return answer(error.code, error.message, metadata);
    }
    const problem = this.shown(error);
    const { reason, detail, retryAfter } = problem;
    metadata.set('reason', reason);
    metadata.set(STATUS_DETAILS, statusDetails(problem));
    if (retryAfter !== undefined) {
      metadata.set('retry-after', String(retryAfter));
      // What gRPC's own retries go by (gRFC A6).
      metadata.set('grpc-retry-pushback-ms', String(retryAfter * 1000));
    }
    // Another of us may answer at once what this one cannot; what is no fault of this one is the same at every one.
    if (reason === 'service-unavailable') metadata.remove('grpc-retry-pushback-ms');
    else if (retryAfter === undefined) metadata.set('grpc-retry-pushback-ms', '-1');
    return answer(status[reasons[reason].code], detail, metadata);
  }

  private shown(error: unknown): ProblemException {
    const problem = problemOf(error);
    // What of ours was away is told to nobody outside, so it is told here.
    if (problem?.cause instanceof Error) this.logger.warn({ reason: problem.reason }, problem.cause, 'ProblemFilter');
    return problem ?? this.unknown(error);
  }

  private unknown(error: unknown): ProblemException {
    const errorId = randomUUID();
    this.logger.error({ errorId }, error instanceof Error ? error : new Error('something was thrown'), 'ProblemFilter');
    return refusal('internal', `Something went wrong here. Quote ${errorId} to support.`, {
      errorId,
    });
  }
}

const answer = (code: status, details: string, metadata: Metadata): GrpcAnswer =>
  Object.assign(new Error(details), { code, details, metadata });

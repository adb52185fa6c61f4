import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { Metadata, type StatusObject } from '@grpc/grpc-js';
import { type Observable, throwError } from 'rxjs';
import { ServiceLogger } from '../logging/service-logger';
import { problemOf } from './problem-of';
import { ProblemException, UNAVAILABLE_HERE } from './problem.exception';
import { grpcCodeOf } from './status-codes';
import { GrpcException } from '../grpc/grpc-exception';

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

  /** The same for gRPC: code, text and trailing metadata, as grpc-js wants them. */
  grpcAnswer(error: unknown): GrpcAnswer {
    const problem = this.shown(error);
    const metadata = new Metadata();
    metadata.set('reason', problem.slug);
    const { fields } = problem.extra;
    if (fields !== undefined) metadata.set('fields-bin', Buffer.from(JSON.stringify(fields)));
    if (error instanceof GrpcException && Object.keys(error.facts).length > 0)
      metadata.set('facts-bin', Buffer.from(JSON.stringify(error.facts)));
    const seconds = problem.headers['retry-after'];
    if (seconds !== undefined) {
      metadata.set('retry-after', seconds);
      // What gRPC's own retries go by (gRFC A6).
      metadata.set('grpc-retry-pushback-ms', String(Number(seconds) * 1000));
    }
    // Another of us may answer at once what this one cannot; what is no fault of this one is the same at every one.
    if (problem.slug === UNAVAILABLE_HERE) metadata.remove('grpc-retry-pushback-ms');
    else if (seconds === undefined) metadata.set('grpc-retry-pushback-ms', '-1');
    const code = error instanceof GrpcException ? error.code : grpcCodeOf(problem.status);
    return Object.assign(new Error(problem.detail), { code, details: problem.detail, metadata });
  }

  private shown(error: unknown): ProblemException {
    const problem = problemOf(error);
    // What of ours was away is told to nobody outside, so it is told here.
    if (problem?.cause instanceof Error) this.logger.warn({ slug: problem.slug }, problem.cause, 'ProblemFilter');
    return problem ?? this.unknown(error);
  }

  private unknown(error: unknown): ProblemException {
    const errorId = randomUUID();
    this.logger.error({ errorId }, error instanceof Error ? error : new Error('something was thrown'), 'ProblemFilter');
    return new ProblemException(500, 'internal', `Something went wrong here. Quote ${errorId} to support.`, {
      errorId,
    });
  }
}

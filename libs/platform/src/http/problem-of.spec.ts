import { status } from '@grpc/grpc-js';
import { BadRequestException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import { GrpcError } from '../grpc/grpc-error';
import { GrpcException } from '../grpc/grpc-exception';
import { problemOf } from './problem-of';
import { notFound, ProblemException } from './problem.exception';
import { grpcCodeOf, httpStatusOf } from './status-codes';

const neighbour = (code: status, reason: string) => new GrpcError(code, reason, 'said by the neighbour', 'x/y');

describe('what a caller is told about an error', () => {
  it('is the problem itself, with a stable type', () => {
    const problem = new ProblemException(409, 'plan-outdated', 'The plan is not the newest.', { newest: 'abc' });
    expect(problemOf(problem)).toBe(problem);
    expect(JSON.parse(JSON.stringify(problem))).toEqual({
      type: 'https://peoplesync.wethrive.example/problems/plan-outdated',
      title: 'Plan outdated',
      status: 409,
      detail: 'The plan is not the newest.',
      newest: 'abc',
    });
  });

  it.each([
    [status.INVALID_ARGUMENT, 'invalid-api-key', 422],
    [status.FAILED_PRECONDITION, 'wrong-company', 409],
    [status.UNAVAILABLE, 'peoplehr-unavailable', 503],
    [status.NOT_FOUND, 'not-connected', 404],
  ])("is a neighbour's answer with its reason: code %d %s is HTTP %d", (code, reason, http) => {
    expect(problemOf(neighbour(code, reason))).toMatchObject({ status: http, slug: reason });
    expect(problemOf(new GrpcException(code, reason, 'own'))).toMatchObject({ status: http, slug: reason });
  });

  it('names what a refusal named beside its sentence, and never another type or status by it', () => {
    const facts = { offeredCompany: 'Fliesen Müller', status: '200', type: 'about:blank' };
    const refused = new GrpcError(status.FAILED_PRECONDITION, 'wrong-company', 'A sentence.', 'x/y', { facts });
    expect(problemOf(refused)?.toJSON()).toMatchObject({
      status: 409,
      type: expect.stringMatching(/wrong-company$/),
      offeredCompany: 'Fliesen Müller',
    });
  });

  it('is 503 when a neighbour is away, without naming it', () => {
    expect(problemOf(neighbour(status.UNAVAILABLE, ''))).toMatchObject({ status: 503, slug: 'service-unavailable' });
    expect(problemOf(neighbour(status.DEADLINE_EXCEEDED, ''))?.detail).not.toContain('neighbour');
  });

  it('is 503 with the reason in plain words while a neighbour is still the version before and lacks the call', () => {
    const lacks = 'The server does not implement the method /x/y';
    const told = problemOf(new GrpcError(status.UNIMPLEMENTED, '', lacks, 'x/y'));
    expect(told).toMatchObject({ status: 503, slug: 'service-unavailable', headers: { 'retry-after': '30' } });
    expect(told?.detail).toMatch(/brought to a new version.*try again in a minute/);
    // What a neighbour itself does not offer is no matter of versions.
    expect(problemOf(neighbour(status.UNIMPLEMENTED, 'compressed'))).toMatchObject({ status: 501, slug: 'compressed' });
  });

  it('is 503 while the database is away, or our own token was not renewed, and says no more', () => {
    const away = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
    for (const error of [away, neighbour(status.UNAUTHENTICATED, 'unauthenticated')]) {
      expect(problemOf(error)).toMatchObject({ status: 503, slug: 'service-unavailable' });
      expect(problemOf(error)?.headers['retry-after']).toBe('5');
      expect(JSON.stringify(problemOf(error))).not.toMatch(/10\.0\.0\.7|neighbour/);
    }
  });

  it.each([
    ['a bug', new TypeError('cannot read x of undefined')],
    ['a refused statement', Object.assign(new Error('duplicate key'), { code: '23505' })],
    ["a neighbour's refusal of us", neighbour(status.PERMISSION_DENIED, 'forbidden')],
    ["a neighbour's own fault", neighbour(status.INTERNAL, 'internal')],
    ['a fault that Nest reports', new InternalServerErrorException('row 7')],
    ['something that is no error', 'oops'],
  ])('is nothing of %s', (_, error) => {
    expect(problemOf(error)).toBeUndefined();
  });

  it('never quotes the request that could not be read', () => {
    expect(problemOf(new BadRequestException('Unexpected token c4n4ry'))?.detail).not.toContain('c4n4ry');
    expect(problemOf(new NotFoundException('Cannot GET /c4n4ry'))).toEqual(notFound());
    const tooLarge = Object.assign(new Error('c4n4ry'), { statusCode: 413, expose: true });
    expect(problemOf(tooLarge)).toMatchObject({ status: 413, slug: 'too-large' });
  });

  it('keeps its meaning from HTTP to gRPC and back', () => {
    for (const http of [400, 401, 403, 404, 409, 429, 501, 503, 504]) {
      expect(httpStatusOf(grpcCodeOf(http), '')).toBe(http);
    }
    expect(grpcCodeOf(500)).toBe(status.INTERNAL);
  });
});

import { status } from '@grpc/grpc-js';
import { BadRequestException, InternalServerErrorException, NotFoundException } from '@nestjs/common';
import type { Reason } from '@people-sync/contracts/api';
import { GrpcError } from '../grpc/grpc-error';
import { problemOf } from './problem-of';
import { notFound, refusal } from './problem.exception';

const neighbour = (code: status, reason: Reason | '') => new GrpcError(code, reason, 'said by the neighbour', 'x/y');

describe('what a caller is told about an error', () => {
  it('is the problem itself, with a stable type, and whether the same call may be made again', () => {
    const syncPath = '/v1/tenants/acme/syncs/1';
    const problem = refusal('plan-outdated', 'The plan is not the newest.', { syncPath });
    expect(problemOf(problem)).toBe(problem);
    expect(JSON.parse(JSON.stringify(problem))).toEqual({
      type: 'https://peoplesync.wethrive.example/problems/plan-outdated',
      title: 'Plan outdated',
      status: 409,
      detail: 'The plan is not the newest.',
      retry: 'read-anew',
      syncPath,
    });
  });

  it.each([
    ['invalid-api-key', 422],
    ['wrong-company', 409],
    ['peoplehr-unavailable', 503],
    ['not-connected', 409],
    ['no-such-person', 404],
  ] as const)("is a neighbour's answer with its reason, whatever its code: %s is HTTP %d", (reason, http) => {
    for (const code of [status.FAILED_PRECONDITION, status.NOT_FOUND]) {
      expect(problemOf(neighbour(code, reason))).toMatchObject({ status: http, reason });
    }
  });

  it('names what a refusal named beside its sentence, and never another type or status by it', () => {
    const said = { offeredCompany: 'Fliesen Müller', status: '200', type: 'about:blank' };
    const refused = new GrpcError(status.FAILED_PRECONDITION, 'wrong-company', 'A sentence.', 'x/y', { said });
    expect(problemOf(refused)?.toJSON()).toMatchObject({
      status: 409,
      type: expect.stringMatching(/wrong-company$/),
      offeredCompany: 'Fliesen Müller',
    });
  });

  it('passes on when a neighbour may be asked again', () => {
    const busy = new GrpcError(status.RESOURCE_EXHAUSTED, 'too-many-requests', 'Wait.', 'x/y', { retryAfter: 7 });
    expect(problemOf(busy)).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
  });

  it('is 503 when a neighbour is away, without naming it', () => {
    expect(problemOf(neighbour(status.UNAVAILABLE, ''))).toMatchObject({ status: 503, reason: 'service-unavailable' });
    expect(problemOf(neighbour(status.DEADLINE_EXCEEDED, ''))?.detail).not.toContain('neighbour');
  });

  it('is 503 with the reason in plain words while a neighbour is still the version before and lacks the call', () => {
    const lacks = 'The server does not implement the method /x/y';
    const told = problemOf(new GrpcError(status.UNIMPLEMENTED, '', lacks, 'x/y'));
    expect(told).toMatchObject({ status: 503, reason: 'service-unavailable', headers: { 'retry-after': '30' } });
    expect(told?.detail).toMatch(/brought to a new version.*try again in a minute/);
    // What a neighbour itself does not offer is no matter of versions.
    expect(problemOf(neighbour(status.UNIMPLEMENTED, 'compressed'))).toMatchObject({ reason: 'compressed' });
  });

  it('is 503 while the database is away, or our own token was not renewed, and says no more', () => {
    const away = Object.assign(new Error('connect ECONNREFUSED 10.0.0.7:5432'), { code: 'ECONNREFUSED' });
    for (const error of [away, neighbour(status.UNAUTHENTICATED, 'unauthenticated')]) {
      expect(problemOf(error)).toMatchObject({ status: 503, reason: 'service-unavailable' });
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
    expect(problemOf(tooLarge)).toMatchObject({ status: 413, reason: 'too-large' });
    const unknown = Object.assign(new Error('c4n4ry'), { statusCode: 418, expose: true });
    expect(problemOf(unknown)).toMatchObject({ status: 400, reason: 'invalid-request' });
  });
});

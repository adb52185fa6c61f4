import { status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoRoot, statusProtoPaths } from '@people-sync/contracts';
import { allReasons, type DecidedBefore, reasons } from '@people-sync/contracts/api';
import { invalidRequest, ProblemException, refusal, tooManyRequests } from '../http/problem.exception';
import { detailsIn, ERROR_DOMAIN, inCapitals, statusDetails } from './status-details';

const SYNC = '11111111-1111-4111-8111-111111111111';
const decided: DecidedBefore = {
  state: 'approved',
  decidedBy: 'grace',
  decidedAt: null,
  leaversOnly: true,
  notNow: false,
  people: [SYNC],
  peopleCount: 1,
};

const loaded = loadSync([...statusProtoPaths], { includeDirs: [protoRoot], longs: Number });
const read = (name: string, bytes: Buffer): Record<string, unknown> => {
  const type = loaded[name];
  if (!type || !('deserialize' in type)) throw new Error(`no ${name}`);
  const message: unknown = Reflect.apply(Reflect.get(type, 'deserialize') as (bytes: Buffer) => object, type, [bytes]);
  return { ...(message as object) };
};

/** The details of a refusal by the last word of their type. */
function detailsOf(problem: ProblemException): Record<string, Record<string, unknown>> {
  const told = read('google.rpc.Status', statusDetails(problem));
  expect(told).toMatchObject({ code: status[reasons[problem.reason].code], message: problem.detail });
  return Object.fromEntries(
    (told['details'] as { type_url: string; value: Buffer }[]).map(({ type_url: typeUrl, value }) => {
      const name = typeUrl.replace('type.googleapis.com/', '');
      return [name.split('.').at(-1) ?? '', read(name, value)];
    }),
  );
}

describe('a refusal over gRPC', () => {
  it('says its reason, whose it is, whether to retry, and what is one word, in ErrorInfo', () => {
    const { ErrorInfo, RetryInfo } = detailsOf(refusal('after-beyond-head', 'A sentence.', { head: 7 }));
    const metadata = { head: '7', retry: 'never' };
    expect(ErrorInfo).toMatchObject({ reason: 'AFTER_BEYOND_HEAD', domain: ERROR_DOMAIN, metadata });
    expect(RetryInfo).toBeUndefined();
  });

  it('says when the same call may be made again, in RetryInfo', () => {
    expect(detailsOf(tooManyRequests(2_500))['RetryInfo']).toMatchObject({ retryDelay: { seconds: 3 } });
  });

  it('says what is wrong with which field by its name in the .proto file, in BadRequest', () => {
    const problem = invalidRequest([
      { field: 'people.0.orgEmployeeId', message: 'too long' },
      { field: 'Acting-User', message: 'is missing' },
    ]);
    expect(detailsOf(problem)['BadRequest']).toEqual({
      fieldViolations: [
        { field: 'people[1].org_employee_id', description: 'too long' },
        { field: 'acting-user', description: 'is missing' },
      ],
    });
  });

  it('says all that it says over HTTP, and another service reads the same from it', () => {
    const said = { decided, syncPath: `/v1/tenants/acme/syncs/${SYNC}`, syncId: SYNC };
    const problem = refusal('already-decided', 'A sentence.', said);
    expect(detailsOf(problem)['AlreadyDecidedProblem']).toMatchObject({ syncId: SYNC });
    expect(detailsIn(statusDetails(problem), 'already-decided').said).toEqual(said);
    expect(detailsIn(statusDetails(tooManyRequests(2_500)), 'too-many-requests').retryAfter).toBe(3);
    expect(detailsIn(Buffer.from('no message'), 'already-decided').said).toEqual({});
  });

  it('is never longer than clients take: lists are cut, and counted', () => {
    const errors = Array.from({ length: 100 }, (_, line) => ({
      line,
      field: 'email',
      label: 'Email',
      code: 'email-invalid',
      message: `Line ${line}: this is no address, and here is what to do about it at some length.`,
    }));
    const problem = refusal('invalid-people', 'A sentence.', { errors, moreErrors: 5 });
    const bytes = statusDetails(problem);
    expect(bytes.length).toBeLessThanOrEqual(4_096);
    const said = detailsIn(bytes, 'invalid-people').said as { errors: unknown[]; moreErrors: number };
    expect(said.errors.length).toBeGreaterThan(5);
    expect(said.errors.length + said.moreErrors).toBe(105);
    const fields = errors.map(({ message }, index) => ({ field: `people.${index}.email`, message }));
    const invalid = statusDetails(invalidRequest(fields));
    expect(invalid.length).toBeLessThanOrEqual(4_096);
    const { ErrorInfo, BadRequest } = detailsOf(invalidRequest(fields));
    const told = (BadRequest?.['fieldViolations'] as unknown[]).length;
    expect(ErrorInfo).toMatchObject({ metadata: { moreFields: String(100 - told) } });
  });

  it('has for every reason a word that Google takes', () => {
    for (const reason of allReasons) {
      expect(inCapitals(reason)).toMatch(/^[A-Z][A-Z0-9_]{1,61}[A-Z0-9]$/);
      expect(statusDetails(new ProblemException(reason, 'A sentence.')).length).toBeGreaterThan(0);
    }
  });
});

import { status } from '@grpc/grpc-js';
import { BadRequest, ErrorInfo, RetryInfo } from '../gen/google/rpc/error_details';
import { Status } from '../gen/google/rpc/status';
import * as proto from '../gen/wethrive/peoplesync/v1/peoplesync';
import { detailsIn, messageOf, messages } from './status-details';

const any = (name: string, bytes: { finish(): Uint8Array }) => ({
  typeUrl: `type.googleapis.com/${name}`,
  value: Buffer.from(bytes.finish()),
});
const info = (reason: string, retry: string) =>
  any('google.rpc.ErrorInfo', ErrorInfo.encode({ reason, domain: 'peoplesync', metadata: { retry } }));
const refused = (...details: ReturnType<typeof any>[]) =>
  Status.encode({ code: status.ABORTED, message: 'No.', details }).finish();

describe('the details of a refusal over gRPC', () => {
  it('say who decided before, typed by the reason', () => {
    const decided = {
      state: 'DECIDED_STATE_APPROVED' as const,
      decidedBy: 'Zoë Moss',
      decidedAt: '2026-03-03T02:00:00Z',
      leaversOnly: false,
      notNow: false,
      people: ['5f0c3a52-6d4e-4f6e-9d53-0f3a4c1e7b10'],
      peopleCount: 1,
    };
    const problem = proto.AlreadyDecidedProblem.encode({ decided, syncPath: '/v1/x', syncId: 'x' });
    const { said, ...rest } = detailsIn(
      refused(info('ALREADY_DECIDED', 'never'), any(messageOf('already-decided'), problem)),
    );
    expect(rest).toEqual({ reason: 'already-decided', retry: 'never', retryAfterMs: undefined, fields: [] });
    if (said?.reason !== 'already-decided') throw new Error('it says something else');
    expect([said.decided, said.syncId]).toEqual([decided, 'x']);
  });

  it('say which field is wrong, and after how many milliseconds to come again', () => {
    const wrong = BadRequest.encode({
      fieldViolations: [{ field: 'people.items[1].email', description: 'Too long.' }],
    });
    const later = RetryInfo.encode({ retryDelay: { seconds: 2, nanos: 500_000_000 } });
    expect(
      detailsIn(
        refused(
          info('INVALID_REQUEST', 'same-call'),
          any('google.rpc.BadRequest', wrong),
          any('google.rpc.RetryInfo', later),
        ),
      ),
    ).toEqual({
      reason: 'invalid-request',
      retry: 'same-call',
      retryAfterMs: 2_500,
      fields: [{ field: 'people.items[1].email', message: 'Too long.' }],
      said: undefined,
    });
  });

  it('are nothing where they are none, cut off, or newer than this client', () => {
    const nothing = { reason: '', retry: undefined, retryAfterMs: undefined, fields: [], said: undefined };
    expect(detailsIn(undefined)).toEqual(nothing);
    expect(detailsIn('text')).toEqual(nothing);
    expect(detailsIn(refused(info('INTERNAL', 'never')).subarray(0, 20))).toEqual(nothing);
    const newer = any('wethrive.peoplesync.v1.TooLoudProblem', ErrorInfo.encode(ErrorInfo.decode(new Uint8Array())));
    expect(detailsIn(refused(info('TOO_LOUD', 'on-tuesdays'), newer))).toEqual({ ...nothing, reason: 'too-loud' });
  });

  it('are read of every reason that has a message in the .proto file', () => {
    const named = Object.keys(proto).filter((name) => /.Problem$/.test(name));
    expect(
      Object.keys(messages)
        .map((reason) => messageOf(reason).replace('wethrive.peoplesync.v1.', ''))
        .sort(),
    ).toEqual(named.sort());
  });
});

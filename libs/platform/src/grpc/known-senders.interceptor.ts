import { type Metadata, ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';
import type { Callers } from '../auth/callers';
import { type ProblemException, refusal, unauthenticated } from '../http/problem.exception';
import type { GrpcAnswer } from '../http/problem.filter';
import { COMPRESSED } from './incoming-stream';

/** How a door tells strangers from senders. */
export interface Screening {
  readonly callers: Pick<Callers, 'claimsOf'>;
  /** The paths that need no token. */
  readonly open: readonly string[];
  /** How long a request may take to arrive, in milliseconds. */
  readonly arrivalMs: number;
  /** What a caller is told of an error. */
  readonly answerTo: (error: unknown) => GrpcAnswer;
}

/**
 * Asks whose token a call comes with before anything of its message is read: strangers get one answer whatever they send.
 * Whether a known sender may make this call is the guards' to say.
 */
export const knownSendersOnly =
  (screening: Screening): ServerInterceptor =>
  (method, call) => {
    const refuse = (error: unknown) => call.sendStatus(screening.answerTo(error));
    let arriving: NodeJS.Timeout | undefined;
    return new ServerInterceptingCall(call, {
      start: (next) => {
        next({
          onReceiveMetadata: (metadata, pass) => {
            const begin = () => {
              if (!method.requestStream) arriving = setTimeout(() => refuse(tooSlow()), screening.arrivalMs).unref();
              pass(metadata);
            };
            screen(metadata, method.path, screening).then(begin, refuse);
          },
          onReceiveHalfClose: (pass) => {
            clearTimeout(arriving);
            pass();
          },
          onCancel: () => clearTimeout(arriving),
        });
      },
      sendMetadata: (metadata, pass) => {
        metadata.set('grpc-accept-encoding', 'identity');
        pass(metadata);
      },
    });
  };

/** @throws for a call that is not even read. */
async function screen(metadata: Metadata, path: string, { callers, open }: Screening): Promise<void> {
  if (!open.includes(path) && !(await callers.claimsOf(metadata))) throw unauthenticated();
  if (metadata.get(COMPRESSED).length > 0) throw compressed();
}

const compressed = (): ProblemException =>
  refusal('compressed', 'Compressed messages are not taken here: send them as they are.');

const tooSlow = (): ProblemException => refusal('timeout', 'The request took too long to arrive.');

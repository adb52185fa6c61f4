import type { ExecutionContext } from '@nestjs/common';
import { type ProblemException, refusal } from '../../http/problem.exception';
import type { MessageLimit } from './message-limits';
import type { MessageShape } from './message-shape';
import { walkMessage } from './walk-message';

/** What is known of the messages of one method. */
export interface MessageKind {
  readonly shape: MessageShape;
  readonly limit: MessageLimit;
  decode(bytes: Buffer): object;
}

/**
 * A request as it came, in bytes. It becomes a message once a guard has let its sender in, and only then: what a stranger
 * sends is never decoded. Of one that is too long nothing is kept.
 */
export class SealedMessage {
  private readonly bytes: Buffer | undefined;

  constructor(
    bytes: Buffer,
    private readonly kind: MessageKind,
  ) {
    this.bytes = bytes.length > kind.limit.bytes ? undefined : bytes;
  }

  /** @throws ProblemException 413 `too-large`, or 400 `invalid-request` for what is no such message. */
  open(): object {
    const { bytes, kind } = this;
    const { limit } = kind;
    if (bytes === undefined) throw refusal('too-large', tooLong(limit.bytes));
    switch (walkMessage(bytes, kind.shape, limit.entries)) {
      case 'fits':
        return decoded(bytes, kind);
      case 'too-many':
        throw refusal('invalid-request', `The lists in the message are too long: ${most(limit)}.`);
      case 'unreadable':
        throw unreadable();
    }
  }
}

/** For guards, once they let the sender in: everybody after them finds the message in the place of its bytes. */
export function openMessage(context: ExecutionContext): void {
  const args = context.getArgs<unknown[]>();
  if (args[0] instanceof SealedMessage) args[0] = args[0].open();
}

function decoded(bytes: Buffer, kind: MessageKind): object {
  try {
    return kind.decode(bytes);
  } catch (cause) {
    throw unreadable(cause);
  }
}

const tooLong = (bytes: number): string =>
  `The message is too long: at most ${Math.floor(bytes / 1024)} kB are taken by this call.`;

const most = ({ entries }: MessageLimit): string => `at most ${entries} entries are taken by this call`;

const unreadable = (cause?: unknown): ProblemException =>
  refusal('invalid-request', 'The message cannot be read: it is none of this call.', {}, { cause });

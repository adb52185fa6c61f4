import { isUtf8 } from 'node:buffer';
import type { ExecutionContext } from '@nestjs/common';
import { isText } from '@people-sync/contracts';
import { invalidRequest } from '../http/problem.exception';
import { binaryHeader, callHeader } from './bearer';

/** In characters. */
const LONGEST = 200;

/**
 * The person for whom the platform calls: `Acting-User`, in UTF-8 and percent-encoded where a header could not hold it (as
 * RFC 8187 does: `Zo%C3%AB`); over gRPC `acting-user` alike, or `acting-user-bin` in UTF-8. Undefined if nobody is named.
 * @throws ProblemException 400 for what is no name of 1 to 200 printable characters.
 */
export function actingUser(context: ExecutionContext): string | undefined {
  const sent = callHeader(context, 'acting-user') ?? '';
  const binary = binaryHeader(context, 'acting-user-bin');
  if (sent !== '' && binary !== undefined) throw unusable('is sent as acting-user or as acting-user-bin, not as both');
  // Node gives the bytes of HTTP's headers one by one.
  const bytes = binary ?? percentDecoded(Buffer.from(sent, 'latin1'));
  if (!bytes) throw unusable('must be percent-encoded: a % stands before two hexadecimal digits');
  const value = bytes.toString('utf8').trim();
  if (value === '') return undefined;
  if (!isUtf8(bytes) || value.length > LONGEST || !isText(value, 'line'))
    throw unusable(`must be 1 to ${LONGEST} printable characters in UTF-8, percent-encoded`);
  return value;
}

/** Undefined if a % begins nothing. */
function percentDecoded(bytes: Buffer): Buffer | undefined {
  const text = bytes.toString('latin1');
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  const plain = text.replace(/%(..)/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));
  return Buffer.from(plain, 'latin1');
}

const unusable = (what: string) => invalidRequest([{ field: 'Acting-User', message: `Acting-User ${what}` }]);

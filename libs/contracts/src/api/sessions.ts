import { Type } from '@sinclair/typebox';
import { oneOf } from '../primitives';
import { listOf, Word, WordOrNull, Yes } from './fields';
import { about, type Json, optional, orElse, shape } from './shape';

/** What somebody may be, in a token's words. */
export const roles = ['peoplesync.admin', 'peoplesync.platform', 'peoplesync.auditor'] as const;

export const Session = shape('Session', "Who calls: whom the token or the browser's session is for.", {
  subject: Word,
  roles: listOf(oneOf(...roles)),
  tenant: about(WordOrNull, 'null for the platform, which may see any tenant'),
  company: about(WordOrNull, "The company's name; null for the platform"),
});
export type Session = Json<typeof Session>;

const offered = (maxLength: number, sentence: string) =>
  optional(Type.String({ minLength: 1, maxLength, writeOnly: true, notNull: true, description: sentence }));

export const SignInWith = shape('SignInWith', 'What somebody signs in with: exactly one of both.', {
  code: offered(200, 'A one-time code, or else token'),
  token: offered(8192, 'A bearer token, or else code'),
});

export type SignInWith = Json<typeof SignInWith>;

export const SignIn = shape('SignIn', 'What somebody signs in with, and what is meant.', {
  ...SignInWith.properties,
  replace: orElse(
    about(Yes, 'This browser is signed in as somebody else or for another company, and ending that is meant'),
    false,
  ),
});

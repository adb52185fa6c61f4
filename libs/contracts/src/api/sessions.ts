import { Type } from '@sinclair/typebox';
import { tenant } from './examples/ids';
import { listOf, TenantIdOrNull, Word, WordOrNull, Yes } from './fields';
import type { PlainRoute } from './rpc';
import { about, type Json, optional, orElse, shape } from './shape';
import { keysOf, words } from './words';

/** What somebody may be, in a token's words. */
const said = {
  'peoplesync.admin': 'an administrator of one company, who changes things',
  'peoplesync.platform': 'the main platform',
  'peoplesync.auditor': 'an auditor of one company, who looks at things',
} as const;
export const roles = keysOf(said);

export const Session = shape('Session', "Who calls: whom the token or the browser's session is for.", {
  subject: about(Word, 'Whom the token or the session is for'),
  roles: about(listOf(words('Role', 'What a caller may do.', said)), 'What they may do'),
  tenant: about(TenantIdOrNull, 'null for the platform, which may see any tenant'),
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

const byCode: Json<typeof SignIn> = { code: 'invented-code-that-opens-nothing' };
const signedIn: Session = {
  subject: 'ada.clay@northwind-tiles.example',
  roles: ['peoplesync.admin'],
  tenant,
  company: 'Northwind Tiles',
};

/** What browsers do: routes without an rpc. */
export const sessionRoutes = {
  'GET /v1/session': {
    sentence: 'Who calls, with the name of the company.',
    example: { asked: {}, answered: signedIn },
  },
  'POST /v1/session': {
    sentence: 'Signs a browser in, with a one-time code or a token; 409 other-session unless replace.',
    example: { asked: byCode, answered: signedIn },
  },
  'DELETE /v1/session': {
    sentence: 'Signs the browser out, in every tab.',
    example: { asked: {}, answered: {} },
  },
  'POST /v1/session/preview': {
    sentence: 'Whom a code or a token would sign in, without using it up.',
    example: { asked: byCode, answered: signedIn },
  },
} satisfies Readonly<Record<string, PlainRoute>>;

import { MakeSessionCode, SignIn, SignInWith as With } from '@people-sync/contracts/api';
import { bodyOf } from '../shapes/class-of';

/** What somebody signs in with: exactly one of both. */
export class SignInWith extends bodyOf(With) {}

/** `POST /v1/session`. */
export class SignInBody extends bodyOf(SignIn) {}

/** `POST …/session-codes`. */
export class CreateSessionCodeBody extends bodyOf(MakeSessionCode) {}

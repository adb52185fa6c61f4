import { IncomingMessage } from 'node:http';
import { type ExecutionContext, Injectable } from '@nestjs/common';
import { unauthenticated, unavailable } from '../http/problem.exception';
import { actingUser } from './acting-user';
import { bearerOf, carrierOf } from './bearer';
import { type Identity, identityFrom } from './identity';
import { TokenRefusedError, TokenVerifier } from './token-verifier';

/** What is known of a caller, in a token's words: `sub`, `roles`, `tenant`. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * Whose browser session a request comes with; undefined if it has none that is good.
 * @throws ProblemException if it must not be used for this request.
 */
export type SessionLookup = (request: IncomingMessage) => Promise<Claims | undefined>;

/**
 * Who calls, over HTTP and gRPC alike: whoever the bearer token is for; without any Authorization header, over HTTP,
 * whoever signed in with this browser. A bearer that is refused is never made good by a session beside it.
 */
@Injectable()
export class Callers {
  private session: SessionLookup | undefined;
  private readonly asked = new WeakMap<object, Promise<Claims | undefined>>();

  constructor(private readonly verifier: TokenVerifier) {}

  /** For the service that keeps sessions of browsers; without it a cookie is nobody. */
  acceptSessions(lookup: SessionLookup): void {
    this.session = lookup;
  }

  /** @throws ProblemException 401, the same for every reason. */
  async of(context: ExecutionContext): Promise<Identity> {
    const carrier = carrierOf(context);
    const cookie = comesByCookie(carrier);
    const claims = cookie ? await this.session?.(carrier) : await this.claimsOf(carrier);
    const identity = claims && identityFrom(claims, cookie ? undefined : actingUser(context), { isSession: cookie });
    if (!identity) throw unauthenticated();
    return identity;
  }

  /** The claims of the token that a call came with, verified once per call; undefined without one that is accepted. */
  claimsOf(carrier: object): Promise<Claims | undefined> {
    const known = this.asked.get(carrier);
    if (known) return known;
    const asking = this.verified(bearerOf(carrier));
    this.asked.set(carrier, asking);
    return asking;
  }

  /** False once a browser that was let in has signed out or its session has ended: asked while an answer goes on and on. */
  async isStillIn(request: IncomingMessage): Promise<boolean> {
    return !comesByCookie(request) || (await this.session?.(request)) !== undefined;
  }

  /** The claims of a token; undefined if it is not accepted. @throws ProblemException 503 while the keys cannot be read. */
  async verified(token: string | undefined): Promise<Claims | undefined> {
    if (token === undefined) return undefined;
    try {
      return await this.verifier.verify(token);
    } catch (error) {
      if (error instanceof TokenRefusedError) return undefined;
      // Not the token's fault: nobody can be let in before the keys can be read again.
      throw unavailable(error);
    }
  }
}

/** Whoever sends an Authorization header, whatever is in it, is looked at by that alone. */
const comesByCookie = (carrier: object): carrier is IncomingMessage =>
  carrier instanceof IncomingMessage && carrier.headers.authorization === undefined;

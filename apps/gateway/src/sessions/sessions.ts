import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { TENANT_ID_PATTERN } from '@people-sync/contracts';
import type { Session, SignInWith } from '@people-sync/contracts/api';
import {
  Callers,
  type Claims,
  type Identity,
  identityFrom,
  invalidRequest,
  type ProblemException,
  refusal,
} from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { GatewayConfig } from '../gateway.config';
import { TenantsRepository } from '../tenants/tenants.repository';
import { ConsoleOrigin } from './console-origin';
import { claimsOf, type Holder, isSameHolder } from './holder';
import { SessionCodesRepository } from './session-codes.repository';
import { cookieIn, cookieName, digestOf, newSecret, setCookie } from './session-cookie';
import type { SignInBody } from './session.dto';
import { type SessionLife, SessionsRepository } from './sessions.repository';

/** What somebody may sign in with. */
interface Offer {
  readonly holder: Holder;
  /** The code to take; a token is not used up. */
  readonly code?: Buffer;
  /** The session ends with the token at the latest. */
  readonly until?: Date;
}

/** A session that has just begun. */
export interface SignedIn {
  readonly session: Session;
  /** The Set-Cookie header. */
  readonly cookie: string;
}

/**
 * Sessions of browsers: the cookie holds a secret of which only the digest is stored, so that neither a script on the
 * page nor a copy of the database is signed in. A session gives what its code or token gave, never more, never longer.
 */
@Injectable()
export class Sessions {
  private readonly life: SessionLife;

  constructor(
    config: GatewayConfig,
    private readonly dataSource: DataSource,
    private readonly origin: ConsoleOrigin,
    private readonly sessions: SessionsRepository,
    private readonly codes: SessionCodesRepository,
    private readonly tenants: TenantsRepository,
    private readonly callers: Callers,
  ) {
    this.life = { idleMs: config.SESSION_IDLE_MS, lifetimeMs: config.SESSION_LIFETIME_MS };
    callers.acceptSessions((request) => this.claims(request));
  }

  /** Whom this code or token would sign in; it is not used up. @throws ProblemException 401 `sign-in-refused`. */
  async preview(offered: SignInWith): Promise<Session> {
    return this.view((await this.offer(offered)).holder);
  }

  /**
   * Opens a session under an id of its own; the one that this browser had ends.
   * @throws ProblemException 401 `sign-in-refused`; 409 `other-session` if this browser is signed in as somebody else or
   * for another company and `replace` does not say that this is meant: nothing is used up then.
   */
  async signIn(request: IncomingMessage, asked: SignInBody): Promise<SignedIn> {
    const origin = this.origin.demand(request);
    const { holder, code, until } = await this.offer(asked);
    const before = digestIn(request, origin);
    const current = before && (await this.sessions.use(before, this.life));
    if (current && !asked.replace && !isSameHolder(current, holder)) {
      throw otherSession(await this.view(current), await this.view(holder));
    }
    const secret = newSecret();
    const lastsMs = await this.dataSource.transaction(async (tx) => {
      if (code && !(await this.codes.spend(tx, code))) throw refused();
      if (before) await this.sessions.end(before, tx);
      return this.sessions.open(tx, secret.digest, holder, this.life, until);
    });
    if (lastsMs === undefined) throw refused();
    return {
      session: await this.view(holder),
      cookie: setCookie(origin, secret.text, Math.max(0, Math.floor(lastsMs / 1000))),
    };
  }

  /** Ends this browser's session, if it has one; returns the Set-Cookie header that takes the cookie away. */
  async signOut(request: IncomingMessage): Promise<string> {
    const origin = this.origin.demand(request);
    const digest = digestIn(request, origin);
    if (digest) await this.sessions.end(digest);
    return setCookie(origin, '', 0);
  }

  async view({ subject, roles, tenantId }: Holder): Promise<Session> {
    const company = tenantId === null ? null : ((await this.tenants.one(tenantId))?.name ?? null);
    return { subject, roles, tenant: tenantId, company };
  }

  /** Forgets sessions and codes that have ended. */
  async sweep(): Promise<void> {
    await this.sessions.sweep(this.life);
    await this.codes.sweep();
  }

  /** Whose browser sends this. @throws ProblemException 403 if another site made it do so. */
  private async claims(request: IncomingMessage): Promise<Claims | undefined> {
    const origin = this.origin.of(request);
    const digest = origin === undefined ? undefined : digestIn(request, origin);
    if (origin === undefined || digest === undefined) return undefined;
    this.origin.check(request, origin);
    const holder = await this.sessions.use(digest, this.life);
    return holder && claimsOf(holder);
  }

  private async offer({ code, token }: SignInWith): Promise<Offer> {
    if ((code === undefined) === (token === undefined)) {
      throw invalidRequest([{ field: 'code', message: 'Either code or token must be given' }]);
    }
    if (code !== undefined) {
      const digest = digestOf(code);
      const holder = digest && (await this.codes.peek(digest));
      if (!holder) throw refused();
      return { holder, code: digest };
    }
    const claims = await this.callers.verified(token);
    const identity = claims && identityFrom(claims, undefined);
    if (!identity || !isStorable(identity)) throw refused();
    const { subject, roles, tenant } = identity;
    const end = claims['exp'];
    return {
      holder: { subject, roles, tenantId: tenant ?? null },
      ...(typeof end === 'number' ? { until: new Date(end * 1000) } : {}),
    };
  }
}

/** A token may be anybody's words: what the database would not take, or no company could be called, is nobody. */
const isStorable = ({ subject, tenant }: Identity): boolean =>
  /^\P{Cc}{1,200}$/u.test(subject) && (tenant === undefined || new RegExp(TENANT_ID_PATTERN).test(tenant));

/** The digest of the session in the request's cookie; undefined if it has none. */
function digestIn({ headers }: IncomingMessage, origin: string): Buffer | undefined {
  return digestOf(cookieIn(headers.cookie, cookieName(origin)) ?? '');
}

/** The same answer for a code or token that is unknown, used, too old, forged, or for a company that does not exist. */
const refused = (): ProblemException =>
  refusal(
    'sign-in-refused',
    'This sign-in is not accepted. A link opens the console once, within minutes: open PeopleSync from WeThrive again, or get a new link.',
  );

const otherSession = (current: Session, offered: Session): ProblemException =>
  refusal('other-session', 'This browser is signed in already, as somebody else.', {
    current,
    offered,
  });

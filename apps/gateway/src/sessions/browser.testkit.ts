import type { RunningService } from '@people-sync/platform';
import type { GatewayRig, HttpAnswer } from '../rig/gateway.testkit';

/** A browser as the gateway sees one: it keeps the cookie, and says of each request where it comes from. */
export class Browser {
  /** What it sends as Cookie. */
  cookie: string | undefined;
  /** The last Set-Cookie header. */
  set: string | undefined;

  constructor(
    private readonly rig: GatewayRig,
    private readonly gateway: RunningService = rig.gateway,
  ) {}

  get origin(): string {
    return this.gateway.http ?? '';
  }

  /** A request of the console's own code, but for these headers; undefined leaves one out. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    changed: Record<string, string | undefined> = {},
  ): Promise<HttpAnswer> {
    const wanted = {
      cookie: this.cookie,
      'sec-fetch-site': 'same-origin',
      ...(method === 'GET' ? {} : { origin: this.origin, 'x-peoplesync-console': '1' }),
      ...changed,
    };
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(wanted)) if (value !== undefined) headers[name] = value;
    const answer = await this.rig.http(method, path, { body, headers, gateway: this.gateway });
    const [set] = answer.headers.getSetCookie();
    if (set !== undefined) {
      this.set = set;
      const [pair = ''] = set.split(';');
      this.cookie = /Max-Age=0(;|$)/.test(set) ? undefined : pair;
    }
    return answer;
  }

  signIn(body: object): Promise<HttpAnswer> {
    return this.call('POST', '/v1/session', body);
  }
}

/** A code for this person, as the platform gets it. */
export async function aCode(
  rig: GatewayRig,
  tenant: string,
  subject = 'grace@northwind.example',
  roles: readonly string[] = ['peoplesync.admin'],
): Promise<string> {
  const token = await rig.token('peoplesync.platform');
  const { body } = await rig.http('POST', `/v1/tenants/${tenant}/session-codes`, { token, body: { subject, roles } });
  return String(body['code']);
}

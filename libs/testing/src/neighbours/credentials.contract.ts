import type { credentialsV1, GrpcClient } from '@people-sync/platform';
import { endOf, lying, type Rule } from './rule';

type Vault = GrpcClient<credentialsV1.CredentialsClient>;

/** `credentials` as the gateway meets it. */
export interface Connections {
  readonly gateway: Vault;
  /** Somebody whom nobody may be answered in the name of. */
  readonly stranger: Vault;
  /** A key that PeopleHR takes. */
  readonly apiKey: string;
  readonly newTenant: () => string;
}

const NOT_CONNECTED = 'FAILED_PRECONDITION not-connected';
const nothing = {
  connectionId: '',
  status: '',
  reason: '',
  companyId: '',
  companyName: '',
  keyHint: '',
  connectedAt: '',
};

const connect = ({ gateway, apiKey }: Connections, tenantId: string) =>
  gateway.connect({ tenantId, apiKey, replaceCompany: false, actor: 'grace' });

/** All connections with a working key, in pages of `limit`. */
async function listed({ gateway }: Connections, limit: number): Promise<credentialsV1.Connection[]> {
  const found: credentialsV1.Connection[] = [];
  let cursor = '';
  do {
    const page = await gateway.listConnections({ state: 'connected', limit, cursor });
    found.push(...page.connections);
    cursor = page.nextCursor;
  } while (cursor !== '');
  return found;
}

export const connectionRules: readonly Rule<Connections>[] = [
  {
    name: 'a company that is not connected has no connection to show or to end',
    check: async ({ gateway, newTenant }) => {
      const tenantId = newTenant();
      expect(await endOf(gateway.getConnection({ tenantId }))).toBe(NOT_CONNECTED);
      expect(await endOf(gateway.disconnect({ tenantId, actor: 'grace' }))).toBe(NOT_CONNECTED);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, { getConnection: ({ tenantId }) => Promise.resolve({ ...nothing, tenantId }) }),
    }),
  },
  {
    name: 'a key is shown by its last four characters, and entered again it makes another connection of the same company',
    check: async (subject) => {
      const tenantId = subject.newTenant();
      const first = await connect(subject, tenantId);
      const again = await connect(subject, tenantId);
      expect([first.created, again.created]).toEqual([true, false]);
      expect(again.connection?.connectionId).not.toBe(first.connection?.connectionId);
      expect(again.connection?.companyId).toBe(first.connection?.companyId);
      const shown = await subject.gateway.getConnection({ tenantId });
      expect(shown).toMatchObject({ tenantId, status: 'connected', reason: '', keyHint: subject.apiKey.slice(-4) });
      expect(JSON.stringify([first, again, shown])).not.toContain(subject.apiKey);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        getConnection: async (request) => ({
          ...(await subject.gateway.getConnection(request)),
          keyHint: subject.apiKey,
        }),
      }),
    }),
  },
  {
    name: 'a connection that was ended is shown no more, and is ended once',
    check: async (subject) => {
      const tenantId = subject.newTenant();
      await connect(subject, tenantId);
      await subject.gateway.disconnect({ tenantId, actor: 'grace' });
      expect(await endOf(subject.gateway.getConnection({ tenantId }))).toBe(NOT_CONNECTED);
      expect(await endOf(subject.gateway.disconnect({ tenantId, actor: 'grace' }))).toBe(NOT_CONNECTED);
    },
    broken: (subject) => ({ ...subject, gateway: lying(subject.gateway, { disconnect: () => Promise.resolve({}) }) }),
  },
  {
    name: 'connections are listed by company, page by page, each once',
    check: async (subject) => {
      const tenants = [subject.newTenant(), subject.newTenant(), subject.newTenant()].sort();
      for (const tenantId of tenants) await connect(subject, tenantId);
      const own = (all: readonly credentialsV1.Connection[]) =>
        all.map(({ tenantId }) => tenantId).filter((tenantId) => tenants.includes(tenantId));
      expect(own(await listed(subject, 1))).toEqual(tenants);
      // 0: the usual page.
      expect(own(await listed(subject, 0))).toEqual(tenants);
    },
    broken: (subject) => ({
      ...subject,
      gateway: lying(subject.gateway, {
        listConnections: async (request) => ({ ...(await subject.gateway.listConnections(request)), nextCursor: '' }),
      }),
    }),
  },
  {
    name: 'nobody but its callers is answered about connections',
    check: async ({ stranger, newTenant }) => {
      expect(await endOf(stranger.getConnection({ tenantId: newTenant() }))).toMatch(/^PERMISSION_DENIED/);
    },
    broken: (subject) => ({ ...subject, stranger: subject.gateway }),
  },
];

/** A company with a key, as the fetcher gets it. */
export type Connected = credentialsV1.RevealResponse & { readonly tenantId: string };

/** `credentials` as the fetcher meets it. */
export interface Keys {
  readonly fetcher: Vault;
  readonly gateway: Vault;
  readonly connected: () => Promise<Connected>;
  readonly newTenant: () => string;
}

export const keyRules: readonly Rule<Keys>[] = [
  {
    name: 'a company that is not connected has no key',
    check: async ({ fetcher, newTenant }) => {
      expect(await endOf(fetcher.reveal({ tenantId: newTenant() }))).toBe(NOT_CONNECTED);
    },
    broken: (subject) => ({
      ...subject,
      fetcher: lying(subject.fetcher, {
        reveal: () => Promise.resolve({ connectionId: '', apiKey: '', companyId: '' }),
      }),
    }),
  },
  {
    name: 'a key comes with its connection and its company',
    check: async ({ fetcher, connected }) => {
      const { tenantId, ...key } = await connected();
      expect(await fetcher.reveal({ tenantId })).toEqual(key);
    },
    broken: (subject) => ({
      ...subject,
      fetcher: lying(subject.fetcher, {
        reveal: async (request) => ({ ...(await subject.fetcher.reveal(request)), companyId: '' }),
      }),
    }),
  },
  {
    name: 'what is said of a key is taken, also of one that is gone, and the key stays',
    check: async ({ fetcher, connected, newTenant }) => {
      const { tenantId, connectionId, ...key } = await connected();
      const report = { tenantId, connectionId, reason: 'unavailable' };
      expect(await endOf(fetcher.reportKey(report))).toBe('answered');
      expect(await endOf(fetcher.reportKey({ ...report, tenantId: newTenant() }))).toBe('answered');
      expect(await fetcher.reveal({ tenantId })).toEqual({ connectionId, ...key });
      expect(await endOf(fetcher.reportKey({ ...report, reason: '' }))).toBe('answered');
    },
    broken: (subject) => ({
      ...subject,
      // The report goes to another company's name.
      fetcher: lying(subject.fetcher, {
        reportKey: () => subject.fetcher.reveal({ tenantId: subject.newTenant() }) as never,
      }),
    }),
  },
  {
    name: 'nobody but the fetcher is told a key',
    check: async ({ gateway, connected }) => {
      const { tenantId } = await connected();
      expect(await endOf(gateway.reveal({ tenantId }))).toMatch(/^PERMISSION_DENIED/);
    },
    broken: (subject) => ({ ...subject, gateway: subject.fetcher }),
  },
];

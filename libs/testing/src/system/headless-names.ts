import { promises as dns } from 'node:dns';

/** Where the two of a service are: the same ports on two loopback addresses. */
const ADDRESSES = ['127.0.0.1', '127.0.0.2'] as const;
const DOMAIN = '.pods.example';

const real = dns.lookup.bind(dns);

/**
 * Loaded before a service of a system with two of each: a name below `pods.example` has both addresses, whether somebody
 * listens there or not. A cluster's headless service has those that are ready; the client has to manage either way.
 */
Object.assign(dns, {
  lookup: (hostname: string, options?: object): Promise<unknown> =>
    hostname.endsWith(DOMAIN)
      ? Promise.resolve(ADDRESSES.map((address) => ({ address, family: 4 })))
      : real(hostname, options ?? {}),
});

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isExecutable } from '../executable';

/** Programs that the node and its images are made with, and the Debian packages that have them. */
const PROGRAMS: Readonly<Record<string, string>> = {
  runc: 'runc',
  iptables: 'iptables',
  nft: 'nftables',
  ipset: 'ipset',
  busybox: 'busybox',
  openssl: 'openssl',
  unzip: 'unzip',
  unshare: 'util-linux',
  pgrep: 'procps',
  ip: 'iproute2',
  java: 'openjdk-17-jre-headless',
  mvn: 'maven',
};

/** Where Debian puts the CNI plugins. */
const CNI = '/usr/lib/cni/ptp';

/** What this machine lacks to be a Kubernetes node, in words; nothing if it can be one. */
export function missingMeans(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  if (process.platform !== 'linux' || process.arch !== 'x64') return ['Linux on x64 is needed'];
  const missing = process.getuid?.() === 0 ? [] : ['root is needed, for namespaces of the node’s own'];
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const packages = Object.entries(PROGRAMS)
    .filter(([name]) => !folders.some((folder) => isExecutable(join(folder, name))))
    .map(([, from]) => from);
  if (!existsSync(CNI)) packages.push('containernetworking-plugins');
  if (packages.length > 0) missing.push(`apt-get install --no-install-recommends ${packages.join(' ')}`);
  return missing;
}

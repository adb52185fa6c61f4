/** Stops what the setup of this process started. */
export default async function teardown(): Promise<void> {
  const servers = globalThis.peopleSyncTestServers ?? [];
  globalThis.peopleSyncTestServers = undefined;
  await Promise.all(servers.map((server) => server.stop()));
}

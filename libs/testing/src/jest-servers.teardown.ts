/** Stops what the setup started. */
export default async function teardown(): Promise<void> {
  const servers = globalThis.peopleSyncTestServers ?? [];
  globalThis.peopleSyncTestServers = undefined;
  await Promise.all(servers.map((server) => server?.stop() ?? Promise.resolve()));
}

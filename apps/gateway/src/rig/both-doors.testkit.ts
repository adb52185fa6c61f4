import { GatewayRig, type PlatformClient } from './gateway.testkit';

/** A gateway, and who calls it: the platform, over HTTP with the token and over gRPC with the client, for a new tenant. */
export interface BothDoors {
  readonly rig: GatewayRig;
  readonly platform: PlatformClient;
  readonly token: string;
  readonly tenant: string;
}

/** What a suite's gateway runs on, and its tenants' names. */
export interface Parts {
  readonly provideTestDatabase: () => Promise<Parameters<typeof GatewayRig.start>[0]>;
  readonly aTenantId: () => string;
}

/** One gateway for the tests of a suite; before each of them a new tenant, and neighbours who were asked nothing yet. */
export function withBothDoors({ provideTestDatabase, aTenantId }: Parts, take: (here: BothDoors) => void): void {
  let rig: GatewayRig;
  let platform: PlatformClient;
  let token: string;

  beforeAll(async () => {
    rig = await GatewayRig.start(await provideTestDatabase(), { SCHEDULE_EVERY_MS: '200' });
    token = await rig.token('peoplesync.platform');
    platform = await rig.grpc(token);
  });
  afterAll(async () => {
    platform.close();
    await rig.stop();
  });
  beforeEach(async () => {
    const tenant = aTenantId();
    await rig.tenant(tenant);
    rig.neighbours.asked.length = 0;
    take({ rig, platform, token, tenant });
  });
}

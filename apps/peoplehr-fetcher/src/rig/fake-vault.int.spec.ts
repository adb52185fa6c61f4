import {
  aTenantId,
  describeReal,
  eventually,
  keepsRules,
  keyRules,
  type Keys,
  missesRules,
  provideTestDatabase,
  type TestDatabase,
} from '@people-sync/testing';
import { FetcherRig } from './fetcher-rig.testkit';

describeReal('postgres')('the vault that the fetcher’s tests play, as credentials is', () => {
  let database: TestDatabase;
  let rig: FetcherRig;
  let keys: Keys & { readonly fetcher: { close(): void }; readonly gateway: { close(): void } };
  beforeAll(async () => {
    database = await provideTestDatabase();
    rig = await FetcherRig.open(database.url, eventually);
    keys = {
      fetcher: await rig.vaultFor('peoplehr-fetcher'),
      gateway: await rig.vaultFor('gateway'),
      newTenant: () => aTenantId(),
      connected: () => {
        const { tenantId, apiKey, connectionId } = rig.tenant();
        return Promise.resolve({ tenantId, apiKey, connectionId, companyId: '66446' });
      },
    };
  });
  afterAll(async () => {
    keys.fetcher.close();
    keys.gateway.close();
    await rig.close();
    await database.drop();
  });

  keepsRules(keyRules, () => keys);
  missesRules(keyRules, () => keys);
});

import 'reflect-metadata';
import {
  aTenantId,
  describeReal,
  embeddedKafka,
  type EmbeddedKafka,
  eventually,
  provideTestDatabase,
} from '@people-sync/testing';
import { type BusService, startBusService } from '../bus.testkit';
import { request, seenBy } from '../messaging.testkit';
import type { KafkaCluster } from './kafka-cluster';
import { answersWithin, checkTopics, provisionTopics } from './topics';

describeReal('postgres', 'kafka')('a Kafka that takes TLS and a login only', () => {
  let kafka: EmbeddedKafka;
  let cluster: KafkaCluster;

  beforeAll(async () => {
    kafka = await embeddedKafka({ isSecured: true });
    const { secured } = kafka;
    if (!secured) throw new Error('the secured listener was asked for');
    const { username, password } = secured;
    cluster = {
      brokers: [secured.address],
      tls: { caFile: secured.caFile },
      login: { mechanism: 'plain', username, password },
    };
    await answersWithin(60_000, cluster, (retries) => provisionTopics(cluster, '', 1, retries));
  });
  afterAll(() => kafka.stop());

  it('moves events like any other', async () => {
    const database = await provideTestDatabase();
    let service: BusService | undefined;
    try {
      service = await startBusService(database.url, { bus: { kafka: cluster } });
      const { dataSource, log } = service;
      const tenant = aTenantId();
      await dataSource.transaction((tx) => log.append(tx, [request(tenant, 1), request(tenant, 2)]));
      await eventually(async () => expect(await seenBy(dataSource, tenant)).toEqual([1, 2]));
    } finally {
      await service?.stop();
      await database.drop();
    }
  });

  const wrong: [string, (right: KafkaCluster) => KafkaCluster, RegExp][] = [
    [
      'the password is another',
      ({ login, ...rest }) => ({ ...rest, login: login && { ...login, password: 'c4n4ry' } }),
      /refuses KAFKA_USERNAME with KAFKA_PASSWORD/,
    ],
    ['nobody logs in', ({ login: _, ...rest }) => rest, /does not answer/],
    ['nobody said who signs its certificate', (right) => ({ ...right, tls: {} }), /does not answer.*certificate/],
    ['it is talked to in the clear', (right) => ({ ...right, tls: undefined }), /does not answer/],
  ];
  it.each(wrong)('is told of in one sentence, without a secret, if %s', async (_what, made, sentence) => {
    const asked = made(cluster);
    const asking = answersWithin(8_000, asked, (retries) => checkTopics(asked, '', retries));
    await expect(asking).rejects.toThrow(sentence);
    await expect(asking).rejects.not.toThrow('c4n4ry');
  });
});

import { topics } from '@people-sync/contracts';
import { aTenantId, describeReal, eventually, kafkaBrokers } from '@people-sync/testing';
import { ConfigResourceTypes } from 'kafkajs';
import { TopicsError } from '../transport/topics-error';
import { kafkaClient } from './kafka-client';
import { checkTopics, provisionTopics } from './topics';

describeReal('kafka')('provisioning Kafka', () => {
  const withAdmin = async <T>(work: (admin: ReturnType<ReturnType<typeof kafkaClient>['admin']>) => Promise<T>) => {
    const admin = kafkaClient('test', { brokers: kafkaBrokers() }).admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  };

  it('makes every topic with its partitions and retention, and changes none that is there', async () => {
    const prefix = `${aTenantId()}.`;
    const mine = { topic: `${prefix}peoplesync.people`, numPartitions: 12, replicationFactor: 1 };
    await withAdmin((admin) =>
      admin.createTopics({ topics: [{ ...mine, configEntries: [{ name: 'retention.ms', value: '4711000000' }] }] }),
    );
    await Promise.all([
      provisionTopics({ brokers: kafkaBrokers() }, prefix),
      provisionTopics({ brokers: kafkaBrokers() }, prefix),
    ]);
    await provisionTopics({ brokers: kafkaBrokers() }, prefix);
    await checkTopics({ brokers: kafkaBrokers() }, prefix);
    const { resources } = await withAdmin((admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: topics.map(({ name }) => ({
          type: ConfigResourceTypes.TOPIC,
          name: prefix + name,
          configNames: ['retention.ms'],
        })),
      }),
    );
    const retention = new Map(resources.map((r) => [r.resourceName, r.configEntries[0]?.configValue]));
    for (const { name, retentionMs } of topics) {
      expect(retention.get(prefix + name)).toBe(name === 'peoplesync.people' ? '4711000000' : String(retentionMs));
    }
  });

  it('names settings that would lose events or refuse them', async () => {
    const prefix = `${aTenantId()}.`;
    await provisionTopics({ brokers: kafkaBrokers() }, prefix);
    const set = (topic: string, name: string, value: string) =>
      withAdmin((admin) =>
        admin.alterConfigs({
          validateOnly: false,
          resources: [
            { type: ConfigResourceTypes.TOPIC, name: `${prefix}peoplesync.${topic}`, configEntries: [{ name, value }] },
          ],
        }),
      );
    await set('requests', 'cleanup.policy', 'compact');
    await set('changes', 'retention.ms', '3600000');
    await set('people', 'max.message.bytes', '300000');
    await set('snapshots', 'retention.ms', '-1');
    await eventually(async () => {
      const said = await checkTopics({ brokers: kafkaBrokers() }, prefix).then(() => '', String);
      expect(said).toContain(`${prefix}peoplesync.requests has cleanup.policy=compact instead of delete`);
      expect(said).toContain(`${prefix}peoplesync.changes has retention.ms=3600000, below 1209600000`);
      expect(said).toContain(`${prefix}peoplesync.people has max.message.bytes=300000, below 1010000`);
      expect(said).not.toContain('snapshots');
    });
  });

  it('names what is missing and what has another number of partitions', async () => {
    const prefix = `${aTenantId()}.`;
    await withAdmin((admin) =>
      admin.createTopics({
        topics: [{ topic: `${prefix}peoplesync.changes`, numPartitions: 3, replicationFactor: 1 }],
      }),
    );
    const check = checkTopics({ brokers: kafkaBrokers() }, prefix);
    await expect(check).rejects.toThrow(TopicsError);
    await expect(check).rejects.toThrow(`${prefix}peoplesync.requests is missing`);
    await expect(check).rejects.toThrow(`${prefix}peoplesync.changes has 3 partitions instead of 12`);
  });
});

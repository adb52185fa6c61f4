import { describeCluster, hasBroker, isReady, kubectl, type Pod, resources } from '@people-sync/testing';
import { Client } from 'pg';

describeCluster()('the Kubernetes node of these tests', () => {
  it('runs PostgreSQL, Kafka and a PeopleHR as pods, found by their names', async () => {
    for (const name of ['postgres', 'kafka', 'peoplehr']) {
      const pods = await resources<Pod>('pods', '-n', name);
      expect([name, pods.map(isReady)]).toEqual([name, [true]]);
    }
    const client = new Client('postgres://postgres:postgres@postgres.postgres.svc.cluster.local:5432/postgres');
    await client.connect();
    try {
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    } finally {
      await client.end();
    }
    expect(await hasBroker('kafka.kafka.svc.cluster.local:9092')).toBe(true);
    const companies = await fetch('http://peoplehr.peoplehr.svc.cluster.local/_simulator/companies');
    expect(companies.status).toBe(200);
  });

  it('starts no pod in their namespaces that is not restricted', async () => {
    const start = kubectl('-n', 'kafka', 'run', 'loose', '--image=localhost/caller:1', '--restart=Never');
    await expect(start).rejects.toThrow('violates PodSecurity "restricted:latest"');
  });
});

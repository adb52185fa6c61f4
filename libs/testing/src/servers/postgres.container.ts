import { GenericContainer } from 'testcontainers';
import { labelled } from './container-labels';
import { freePorts } from './free-ports';
import { asksPostgres, postgresFlags } from './postgres';
import type { TestServer } from './test-server';
import { waitFor } from './wait-for';

/** One that ends by itself is not waited for: the machine may be busy. */
const START_MS = 300_000;

/** PostgreSQL's image, on mapped ports or, with TEST_DOCKER_NETWORK=host, on the host's network. */
export async function containerPostgres(image: string, host: boolean): Promise<TestServer> {
  const [free = 0] = host ? await freePorts(1) : [5432];
  const container = labelled(new GenericContainer(image))
    // LISTEN is what an image made here takes: on the host's network nobody outside may reach it.
    .withEnvironment({ POSTGRES_PASSWORD: 'postgres', PGPORT: String(free), LISTEN: host ? '127.0.0.1' : '*' })
    .withCommand(postgresFlags);
  const started = await (host ? container.withNetworkMode('host') : container.withExposedPorts(free)).start();
  const where = host ? `127.0.0.1:${free}` : `${started.getHost()}:${started.getMappedPort(free)}`;
  const address = `postgres://postgres:postgres@${where}/postgres`;
  const stop = async (): Promise<void> => {
    await started.stop();
  };
  try {
    // The official image's first server answers on its socket only: a TCP answer is the proof, no line of the log.
    await waitFor('PostgreSQL (container)', START_MS, () => asksPostgres(address), {
      ended: () => false,
      log: () => Promise.resolve(''),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { how: 'container', address, stop };
}

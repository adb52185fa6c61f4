import { AbstractStartedContainer, GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { labelled } from './container-labels';
import { freePorts } from './free-ports';
import type { TestServer } from './test-server';

const START_SCRIPT = '/tmp/peoplesync-start.sh';

class StartedKafka extends AbstractStartedContainer {
  constructor(
    started: StartedTestContainer,
    readonly address: string,
  ) {
    super(started);
  }
}

/**
 * The image `apache/kafka` (or one made like it). The address that a broker tells its clients is known only once the
 * container runs, so the entry point waits for a start script that names it.
 */
class KafkaContainer extends GenericContainer {
  private port = 9092;

  constructor(
    image: string,
    private readonly host: boolean,
  ) {
    super(image);
    labelled(this).withStartupTimeout(300_000);
  }

  override async start(): Promise<StartedKafka> {
    let controller = 9094;
    if (this.host) {
      [this.port = 9092, controller = 9094] = await freePorts(2);
      this.withNetworkMode('host');
    } else {
      this.withExposedPorts(this.port);
    }
    const bind = this.host ? '127.0.0.1' : '0.0.0.0';
    this.withEnvironment({
      CLUSTER_ID: '4L6g3nShT-eMCtK--X86sw',
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: `1@127.0.0.1:${controller}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
      KAFKA_LISTENERS: `PLAINTEXT://${bind}:${this.port},CONTROLLER://127.0.0.1:${controller}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    });
    this.withEntrypoint(['sh']);
    this.withCommand(['-c', `echo held; while [ ! -f ${START_SCRIPT} ]; do sleep 0.05; done; exec sh ${START_SCRIPT}`]);
    this.withWaitStrategy(Wait.forLogMessage('held'));
    const started = await super.start();
    const address = this.host ? `127.0.0.1:${this.port}` : `${started.getHost()}:${started.getMappedPort(this.port)}`;
    const script = `export KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://${address}\nexec /etc/kafka/docker/run\n`;
    try {
      await started.copyContentToContainer([{ target: START_SCRIPT, mode: 0o755, content: script }]);
      await logged(started, /Kafka Server started/);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return new StartedKafka(started, address);
  }
}

async function logged(container: StartedTestContainer, pattern: RegExp): Promise<void> {
  const log = await container.logs();
  let late: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(() => reject(new Error('the Kafka container does not start')), 300_000);
      log.on('data', (line) => {
        if (pattern.test(String(line))) resolve();
      });
      log.on('end', () => reject(new Error('the Kafka container ended')));
    });
  } finally {
    clearTimeout(late);
    log.destroy();
  }
}

/** Starts the image. Rejects if there is no engine or no image. */
export async function containerKafka(image: string, host: boolean): Promise<TestServer> {
  const started = await new KafkaContainer(image, host).start();
  return {
    how: 'container',
    address: started.address,
    stop: async () => {
      await started.stop();
    },
  };
}

import { KafkaConfig } from './kafka.config';
import { loadConfig } from './load.config';

const told = { KAFKA_BROKERS: 'one:9093,two:9093' };
const login = { KAFKA_USERNAME: 'peoplesync-gateway', KAFKA_PASSWORD: 'c4n4ry' };

describe('the way to Kafka', () => {
  it('is none without brokers', () => {
    expect(loadConfig(KafkaConfig, {}).kafkaCluster).toBeUndefined();
  });

  it('is in the clear and without a login unless told otherwise', () => {
    expect(loadConfig(KafkaConfig, told).kafkaCluster).toEqual({ brokers: ['one:9093', 'two:9093'] });
  });

  it.each(['plain', 'scram-sha-256', 'scram-sha-512'])(
    'is encrypted and has a login by %s when told so',
    (mechanism) => {
      const env = {
        ...told,
        ...login,
        KAFKA_TLS: 'true',
        KAFKA_TLS_CA_FILE: '/ca.pem',
        KAFKA_SASL_MECHANISM: mechanism,
      };
      expect(loadConfig(KafkaConfig, env).kafkaCluster).toEqual({
        brokers: ['one:9093', 'two:9093'],
        tls: { caFile: '/ca.pem', own: undefined },
        login: { mechanism, username: 'peoplesync-gateway', password: 'c4n4ry' },
      });
    },
  );

  it("is by this service's own certificate when it has one", () => {
    const own = { KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: '/own.pem', KAFKA_TLS_KEY_FILE: '/own.key' };
    const { tls } = loadConfig(KafkaConfig, { ...told, ...own }).kafkaCluster ?? {};
    expect(tls?.own).toEqual({ certFile: '/own.pem', keyFile: '/own.key' });
  });

  it.each([
    ['KAFKA_TLS_CA_FILE needs KAFKA_TLS=true', { KAFKA_TLS_CA_FILE: '/ca.pem' }],
    ['KAFKA_TLS_CERT_FILE needs', { KAFKA_TLS: 'true', KAFKA_TLS_CERT_FILE: '/own.pem' }],
    ['KAFKA_TLS_KEY_FILE needs KAFKA_TLS_CERT_FILE', { KAFKA_TLS: 'true', KAFKA_TLS_KEY_FILE: '/own.key' }],
    ['needs KAFKA_USERNAME and KAFKA_PASSWORD', { KAFKA_TLS: 'true', KAFKA_SASL_MECHANISM: 'scram-sha-512' }],
    ['it sends the password as it is', { ...login, KAFKA_SASL_MECHANISM: 'plain' }],
  ])('is refused when it cannot be meant: %s', (sentence, env) => {
    const load = () => loadConfig(KafkaConfig, { ...told, ...env });
    expect(load).toThrow(sentence);
    expect(load).not.toThrow('c4n4ry');
  });
});

import { type KafkaCluster, loginMechanisms } from '@people-sync/messaging';
import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches, ValidateBy } from 'class-validator';

/** Of one variable that is no use without others, or must not come without them. */
const Needs = (message: string, isMet: (config: KafkaConfig) => boolean): PropertyDecorator =>
  ValidateBy(
    { name: message, validator: { validate: (_, args) => args?.object instanceof KafkaConfig && isMet(args.object) } },
    { message },
  );

/** How Kafka is reached; the same for every service and for what prepares its topics. */
export class KafkaConfig {
  /** `host:port`, comma-separated. Without it events move through BUS_DATABASE_URL. */
  @IsOptional()
  @Matches(/^[^\s,:]+:\d+(,[^\s,:]+:\d+)*$/, { message: 'KAFKA_BROKERS must be host:port, comma-separated' })
  KAFKA_BROKERS?: string;

  /** Stands before the name of every topic and consumer group, so that several installations can share a Kafka. */
  @Matches(/^[\w.-]{0,64}$/, { message: 'KAFKA_TOPIC_PREFIX must be letters, digits, dots, dashes, at most 64' })
  KAFKA_TOPIC_PREFIX: string = '';

  /** Encrypts the connections to the brokers (TLS), and believes only brokers whose certificate is signed. */
  @IsBoolean()
  KAFKA_TLS: boolean = false;

  /** A file in PEM: who signs the brokers' certificates. Without it, whom Node trusts. */
  @IsOptional()
  @IsString()
  @Needs('KAFKA_TLS_CA_FILE needs KAFKA_TLS=true', ({ KAFKA_TLS }) => KAFKA_TLS)
  KAFKA_TLS_CA_FILE?: string;

  /** A file in PEM: this service's own certificate, for brokers that ask for one. */
  @IsOptional()
  @IsString()
  @Needs(
    'KAFKA_TLS_CERT_FILE needs KAFKA_TLS=true and KAFKA_TLS_KEY_FILE',
    ({ KAFKA_TLS, KAFKA_TLS_KEY_FILE }) => KAFKA_TLS && KAFKA_TLS_KEY_FILE !== undefined,
  )
  KAFKA_TLS_CERT_FILE?: string;

  /** A file in PEM: the key of that certificate. */
  @IsOptional()
  @IsString()
  @Needs('KAFKA_TLS_KEY_FILE needs KAFKA_TLS_CERT_FILE', ({ KAFKA_TLS_CERT_FILE }) => KAFKA_TLS_CERT_FILE !== undefined)
  KAFKA_TLS_KEY_FILE?: string;

  /** How this service says who it is (SASL): `plain` (with TLS only), `scram-sha-256` or `scram-sha-512`. */
  @IsOptional()
  @IsIn(loginMechanisms)
  @Needs(
    'KAFKA_SASL_MECHANISM needs KAFKA_USERNAME and KAFKA_PASSWORD',
    ({ KAFKA_USERNAME, KAFKA_PASSWORD }) => KAFKA_USERNAME !== undefined && KAFKA_PASSWORD !== undefined,
  )
  @Needs(
    'KAFKA_SASL_MECHANISM=plain needs KAFKA_TLS=true: it sends the password as it is',
    ({ KAFKA_SASL_MECHANISM, KAFKA_TLS }) => KAFKA_SASL_MECHANISM !== 'plain' || KAFKA_TLS,
  )
  KAFKA_SASL_MECHANISM?: (typeof loginMechanisms)[number];

  /** Who this service is in Kafka. */
  @IsOptional()
  @IsString()
  @Length(1, 255)
  KAFKA_USERNAME?: string;

  /** Its password. */
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  KAFKA_PASSWORD?: string;

  /** Undefined without Kafka. */
  get kafkaCluster(): KafkaCluster | undefined {
    if (this.KAFKA_BROKERS === undefined) return undefined;
    const { KAFKA_TLS_CERT_FILE: certFile, KAFKA_TLS_KEY_FILE: keyFile } = this;
    const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username = '', KAFKA_PASSWORD: password = '' } = this;
    const own = certFile === undefined || keyFile === undefined ? undefined : { certFile, keyFile };
    return {
      brokers: this.KAFKA_BROKERS.split(','),
      tls: this.KAFKA_TLS ? { caFile: this.KAFKA_TLS_CA_FILE, own } : undefined,
      login: mechanism && { mechanism, username, password },
    };
  }
}

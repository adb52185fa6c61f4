import { readFileSync } from 'node:fs';
import type { KafkaConfig, SASLOptions } from 'kafkajs';

/** Where Kafka is, and how one gets in. */
export interface KafkaCluster {
  /** `host:port` each. */
  readonly brokers: readonly string[];
  /** Encrypted if given. */
  readonly tls?: ClusterTls | undefined;
  /** Nobody in particular without it. */
  readonly login?: ClusterLogin | undefined;
}

/** Files in PEM; read at each start of a client. */
export interface ClusterTls {
  /** Who signed the brokers' certificates; whom Node trusts without it. */
  readonly caFile?: string | undefined;
  /** This service's own certificate with its key, for brokers that ask for one. */
  readonly own?: { readonly certFile: string; readonly keyFile: string } | undefined;
}

export const loginMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export interface ClusterLogin {
  readonly mechanism: (typeof loginMechanisms)[number];
  readonly username: string;
  readonly password: string;
}

/** The same in kafkajs' words. @throws the file system's error for a file that cannot be read. */
export function clientOptions({ brokers, tls, login }: KafkaCluster): Pick<KafkaConfig, 'brokers' | 'ssl' | 'sasl'> {
  return {
    brokers: [...brokers],
    ...(tls && {
      ssl: {
        ...(tls.caFile !== undefined && { ca: readFileSync(tls.caFile, 'utf8') }),
        ...(tls.own && { cert: readFileSync(tls.own.certFile, 'utf8'), key: readFileSync(tls.own.keyFile, 'utf8') }),
      },
    }),
    ...(login && { sasl: saslOf(login) }),
  };
}

/** kafkajs has a type of its own for each mechanism. */
function saslOf({ mechanism, ...who }: ClusterLogin): SASLOptions {
  switch (mechanism) {
    case 'plain':
      return { mechanism, ...who };
    case 'scram-sha-256':
      return { mechanism, ...who };
    case 'scram-sha-512':
      return { mechanism, ...who };
  }
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A listener that takes TLS and a login only. */
export interface SecuredListener {
  /** `host:port`. */
  readonly address: string;
  /** Who signed the broker's certificate, in PEM. */
  readonly caFile: string;
  readonly username: string;
  readonly password: string;
}

/** Makes a certificate for this machine with Java's own tool. @returns the listener and the broker's settings for it */
export async function securedListener(
  folder: string,
  port: number,
): Promise<{ listener: SecuredListener; settings: Record<string, string> }> {
  const [store, caFile] = [join(folder, 'broker.p12'), join(folder, 'ca.pem')];
  const [storePassword, password] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')];
  const keystore = ['-alias', 'broker', '-keystore', store, '-storetype', 'PKCS12', '-storepass', storePassword];
  const certificate = ['-keyalg', 'EC', '-dname', 'CN=broker', '-ext', 'san=ip:127.0.0.1', '-validity', '2'];
  await run('keytool', ['-genkeypair', ...keystore, ...certificate]);
  await run('keytool', ['-exportcert', '-rfc', ...keystore, '-file', caFile]);
  const of = (name: string): string => `listener.name.secured.${name}`;
  return {
    listener: { address: `127.0.0.1:${port}`, caFile, username: 'peoplesync', password },
    settings: {
      [of('ssl.keystore.location')]: store,
      [of('ssl.keystore.type')]: 'PKCS12',
      [of('ssl.keystore.password')]: storePassword,
      [of('sasl.enabled.mechanisms')]: 'PLAIN',
      [of('plain.sasl.jaas.config')]:
        `org.apache.kafka.common.security.plain.PlainLoginModule required user_peoplesync="${password}";`,
    },
  };
}

import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import {
  KEY_ENCRYPTION,
  type KeyEncryption,
  KeyNotUsableError,
  ServiceLogger,
  StartError,
} from '@people-sync/platform';
import { ConnectionsRepository, type KeyedConnection, type Rewrapped } from '../connections/connections.repository';
import { opens, rewrap } from './envelope';

const BATCH = 500;
const OTHERS_KEYRING =
  "KEYRING opens none of the keys that are stored: it is another installation's, or the key that wrapped them is missing. Put that key back into KEYRING.";

/**
 * At every start it is looked whether the keyring is the one of these keys, and data keys wrapped by an older
 * key-encryption key are wrapped by the one in use, so that it can retire.
 */
@Injectable()
export class RotationHandler implements OnApplicationBootstrap {
  constructor(
    private readonly connections: ConnectionsRepository,
    @Inject(KEY_ENCRYPTION) private readonly encryption: KeyEncryption,
    private readonly logger: ServiceLogger,
  ) {}

  /**
   * A row that does not open stays as it is, with a line in the log: the other tenants need their keys.
   * @throws StartError if the keyring opens none of the rows there are: then nobody's sync could be done.
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.refuseOthersKeyring();
    let after = '';
    for (;;) {
      const rows = await this.connections.notWrappedBy(this.encryption.currentKeyId, after, BATCH);
      const rewrapped = (await Promise.all(rows.map((row) => this.rewrapped(row)))).flat();
      if (rewrapped.length > 0) await this.connections.storeRewrapped(rewrapped);
      if (rows.length < BATCH) return;
      after = rows.at(-1)?.tenantId ?? after;
    }
  }

  private async refuseOthersKeyring(): Promise<void> {
    let after = '';
    for (;;) {
      const rows = await this.connections.keyed(after, BATCH);
      for (const row of rows) {
        if (await opens(this.encryption, row, { keyId: row.kekId, bytes: row.wrappedKey })) return;
      }
      const last = rows.at(-1);
      if (!last && after === '') return;
      if (!last) throw new StartError(OTHERS_KEYRING);
      after = last.tenantId;
    }
  }

  private async rewrapped(row: KeyedConnection): Promise<Rewrapped[]> {
    try {
      const wrapped = await rewrap(this.encryption, row, { keyId: row.kekId, bytes: row.wrappedKey });
      return [{ connectionId: row.connectionId, before: row.kekId, wrapped }];
    } catch (error) {
      if (!(error instanceof KeyNotUsableError)) throw error;
      this.logger.error({ tenantId: row.tenantId }, error, 'RotationHandler');
      return [];
    }
  }
}

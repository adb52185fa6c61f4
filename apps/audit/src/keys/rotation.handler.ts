import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { KEY_ENCRYPTION, type KeyEncryption, KeyNotUsableError, StartError } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { KeysRepository, type StoredKey } from './keys.repository';

const BATCH = 500;

/**
 * At every start it is looked whether the keyring opens people's keys, and those that an older key-encryption key wrapped
 * are wrapped by the one in use, so that it can retire.
 */
@Injectable()
export class RotationHandler implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: KeysRepository,
    @Inject(KEY_ENCRYPTION) private readonly encryption: KeyEncryption,
  ) {}

  /**
   * @throws StartError if a key-encryption key that wrapped people's keys is missing or another one: what they are needed
   * for would stop in the middle, and what was sealed could not be read.
   */
  async onApplicationBootstrap(): Promise<void> {
    const { manager } = this.dataSource;
    for (const sample of await this.keys.samples(manager)) {
      if (!(await this.opens(sample)))
        throw new StartError(
          `PERSON_KEYRING has not the key ${sample.wrapped.keyId} by which people's keys are wrapped. Put that key back into PERSON_KEYRING.`,
        );
    }
    const { currentKeyId } = this.encryption;
    let rows = await this.keys.notWrappedBy(manager, currentKeyId, BATCH);
    for (; rows.length > 0; rows = await this.keys.notWrappedBy(manager, currentKeyId, BATCH))
      await this.keys.wrapAgain(manager, rows);
  }

  private async opens(key: StoredKey): Promise<boolean> {
    try {
      await this.keys.open(key);
      return true;
    } catch (error) {
      if (error instanceof KeyNotUsableError) return false;
      throw error;
    }
  }
}

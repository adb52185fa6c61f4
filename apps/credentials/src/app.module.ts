import { Module } from '@nestjs/common';
import { MessagingModule } from '@people-sync/messaging';
import { databaseModule, KEY_ENCRYPTION, KeyringEncryption, parseKeyring } from '@people-sync/platform';
import { CompanyClient } from './company/company.client';
import { ConnectHandler } from './connections/connect.handler';
import { ConnectionCounts } from './connections/connection-counts';
import { Connection } from './connections/connection.entity';
import { ConnectionsRepository } from './connections/connections.repository';
import { CredentialsController } from './connections/credentials.controller';
import { KeyVersion } from './connections/key-version.entity';
import { CredentialsConfig } from './credentials.config';
import { RotationHandler } from './encryption/rotation.handler';
import { credentialsSchema } from './migrations/credentials-schema';

@Module({
  imports: [
    databaseModule({ ...credentialsSchema, entities: [Connection, KeyVersion] }),
    MessagingModule.forService({ service: 'credentials', groupId: 'credentials', emits: true, consumes: false }),
  ],
  controllers: [CredentialsController],
  providers: [
    CompanyClient,
    ConnectHandler,
    ConnectionsRepository,
    ConnectionCounts,
    RotationHandler,
    {
      provide: KEY_ENCRYPTION,
      inject: [CredentialsConfig],
      useFactory: ({ KEYRING }: CredentialsConfig) => {
        const keyring = parseKeyring(KEYRING);
        if (!keyring) throw new Error('KEYRING was checked when the configuration was read');
        return new KeyringEncryption(keyring);
      },
    },
  ],
})
export class AppModule {}

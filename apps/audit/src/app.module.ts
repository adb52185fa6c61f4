import { Module } from '@nestjs/common';
import { MessagingModule } from '@people-sync/messaging';
import { databaseModule, KEY_ENCRYPTION, KeyringEncryption, ParkingController } from '@people-sync/platform';
import { AuditConfig } from './audit.config';
import { CheckpointsRepository } from './checkpoints/checkpoints.repository';
import { LogIdentity } from './checkpoints/log-identity';
import { SigningHandler } from './checkpoints/signing.handler';
import { FindingsRepository } from './completeness/findings.repository';
import { AuditController } from './doors/audit.controller';
import { ReplaysController } from './doors/replays.controller';
import { KeysRepository } from './keys/keys.repository';
import { RotationHandler } from './keys/rotation.handler';
import { auditKeysSchema, auditSchema } from './migrations/audit-schema';
import { NeighboursClient } from './neighbours/neighbours.client';
import { Appending } from './record/appending';
import { EntriesRepository } from './record/entries.repository';
import { PlacesRepository } from './record/places.repository';
import { RecordHandler } from './record/record.handler';
import { Recording } from './record/recording';
import { TreesRepository } from './record/trees.repository';
import { RecordReader } from './replay/record-reader';
import { Replaying } from './replay/replaying';
import { ReplaysHandler } from './replay/replays.handler';
import { ReplaysRepository } from './replay/replays.repository';
import { Tables } from './replay/tables';
import { PayloadsRepository } from './sealing/payloads.repository';
import { Sealing } from './sealing/sealing';
import { Folding } from './snapshots/folding';
import { SnapshotRowsRepository } from './snapshots/snapshot-rows.repository';
import { HashesRepository } from './tree/hashes.repository';
import { UpkeepHandler } from './upkeep/upkeep.handler';

/** The record of everything that was sent, sealed and signed. */
@Module({
  imports: [
    databaseModule({ ...auditSchema, entities: [], beside: [auditKeysSchema] }),
    MessagingModule.forService({ service: 'audit', groupId: 'audit', emits: false, consumes: true }),
  ],
  controllers: [RecordHandler, AuditController, ReplaysController, ParkingController],
  providers: [
    Appending,
    CheckpointsRepository,
    EntriesRepository,
    FindingsRepository,
    Folding,
    HashesRepository,
    KeysRepository,
    LogIdentity,
    NeighboursClient,
    PayloadsRepository,
    PlacesRepository,
    Recording,
    RecordReader,
    Replaying,
    ReplaysHandler,
    ReplaysRepository,
    RotationHandler,
    Sealing,
    SigningHandler,
    SnapshotRowsRepository,
    Tables,
    TreesRepository,
    UpkeepHandler,
    {
      provide: KEY_ENCRYPTION,
      inject: [AuditConfig],
      useFactory: ({ keyring }: AuditConfig) => new KeyringEncryption(keyring),
    },
  ],
})
export class AppModule {}

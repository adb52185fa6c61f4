import { Module } from '@nestjs/common';
import { MessagingModule, messagingMigrations } from '@people-sync/messaging';
import { databaseModule, ParkingController } from '@people-sync/platform';
import { JobHandler } from './jobs/job.handler';
import { JobsRepository } from './jobs/jobs.repository';
import { RequestsHandler } from './jobs/requests.handler';
import { WorkersHandler } from './jobs/workers.handler';
import { Jobs1764000000100 } from './migrations/1764000000100-jobs';
import { KeyClient } from './peoplehr/key.client';
import { PeopleHrClient } from './peoplehr/peoplehr.client';

@Module({
  imports: [
    databaseModule({ schema: 'fetcher', entities: [], migrations: [...messagingMigrations, Jobs1764000000100] }),
    MessagingModule.forService({
      service: 'peoplehr-fetcher',
      groupId: 'peoplehr-fetcher',
      emits: false,
      consumes: true,
    }),
  ],
  controllers: [RequestsHandler, ParkingController],
  providers: [JobHandler, JobsRepository, KeyClient, PeopleHrClient, WorkersHandler],
})
export class AppModule {}

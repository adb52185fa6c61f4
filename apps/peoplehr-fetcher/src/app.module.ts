import { Module } from '@nestjs/common';
import { MessagingModule } from '@people-sync/messaging';
import { databaseModule, ParkingController } from '@people-sync/platform';
import { JobCounts } from './jobs/job-counts';
import { JobHandler } from './jobs/job.handler';
import { JobsRepository } from './jobs/jobs.repository';
import { RequestsHandler } from './jobs/requests.handler';
import { WorkersHandler } from './jobs/workers.handler';
import { fetcherSchema } from './migrations/fetcher-schema';
import { KeyClient } from './peoplehr/key.client';
import { PeopleHrClient } from './peoplehr/peoplehr.client';

@Module({
  imports: [
    databaseModule({ ...fetcherSchema, entities: [] }),
    MessagingModule.forService({
      service: 'peoplehr-fetcher',
      groupId: 'peoplehr-fetcher',
      emits: false,
      consumes: true,
    }),
  ],
  controllers: [RequestsHandler, ParkingController],
  providers: [JobCounts, JobHandler, JobsRepository, KeyClient, PeopleHrClient, WorkersHandler],
})
export class AppModule {}

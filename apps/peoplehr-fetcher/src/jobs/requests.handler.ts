import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { isEvent, SyncRequested } from '@people-sync/contracts';
import { BatchContext, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import { JobsRepository } from './jobs.repository';
import { WorkersHandler } from './workers.handler';

/** Turns SyncRequested into jobs, and wakes the workers as soon as they are committed. */
@Controller()
export class RequestsHandler {
  constructor(
    private readonly consumer: EventConsumer,
    private readonly jobs: JobsRepository,
    private readonly workers: WorkersHandler,
  ) {}

  @EventBatch('peoplesync.requests')
  async onRequests(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    await this.consumer.consume(records, context, {
      skip: (type) => type !== SyncRequested.type,
      handle: async (tx, events) => {
        await this.jobs.take(
          tx,
          events.filter((event) => isEvent(SyncRequested, event)),
        );
      },
    });
    this.workers.wake();
  }
}

import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { isEvent, SyncRequested, SyncWithdrawn } from '@people-sync/contracts';
import { BatchContext, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import { JobsRepository } from './jobs.repository';
import { WorkersHandler } from './workers.handler';

/** Turns SyncRequested into jobs, and wakes the workers as soon as they are committed; ends what was withdrawn. */
@Controller()
export class RequestsHandler {
  constructor(
    private readonly consumer: EventConsumer,
    private readonly jobs: JobsRepository,
    private readonly workers: WorkersHandler,
  ) {}

  @EventBatch('peoplesync.requests')
  async onRequests(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    let withdrawn = 0;
    await this.consumer.consume(records, context, {
      skip: (type) => type !== SyncRequested.type && type !== SyncWithdrawn.type,
      handle: async (tx, events) => {
        const withdrawals = events.filter((event) => isEvent(SyncWithdrawn, event));
        withdrawn = withdrawals.length;
        await this.jobs.take(
          tx,
          events.filter((event) => isEvent(SyncRequested, event)),
        );
        // A sync is asked for before it is withdrawn, and never again afterwards.
        await this.jobs.withdraw(tx, withdrawals);
      },
    });
    this.workers.wake();
    if (withdrawn > 0) await this.workers.keepLeases();
  }
}

import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type TopicName, topicNames } from '@people-sync/contracts';
import { BatchContext, type Consumption, EventBatch, EventConsumer, type RawRecord } from '@people-sync/messaging';
import { Recording } from './recording';

/** Takes every event of all five topics into the record. */
@Controller()
export class RecordHandler {
  readonly consumptions: ReadonlyMap<TopicName, Consumption>;

  constructor(
    private readonly consumer: EventConsumer,
    recording: Recording,
  ) {
    this.consumptions = new Map(
      topicNames.map((topic) => [
        topic,
        consumer.takes(topic, {
          handle: (tx, events) => recording.record(tx, topic, events),
          lock: (tx, tenantIds) => recording.lock(tx, tenantIds),
          leaveOut: (tx, record) => recording.leaveOut(tx, topic, record),
        }),
      ]),
    );
  }

  @EventBatch('peoplesync.requests')
  requests(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.take('peoplesync.requests', records, context);
  }

  @EventBatch('peoplesync.connections')
  connections(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.take('peoplesync.connections', records, context);
  }

  @EventBatch('peoplesync.snapshots')
  snapshots(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.take('peoplesync.snapshots', records, context);
  }

  @EventBatch('peoplesync.changes')
  changes(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.take('peoplesync.changes', records, context);
  }

  @EventBatch('peoplesync.people')
  people(@Payload() records: RawRecord[], @Ctx() context: BatchContext): Promise<void> {
    return this.take('peoplesync.people', records, context);
  }

  private async take(topic: TopicName, records: RawRecord[], context: BatchContext): Promise<void> {
    const consumption = this.consumptions.get(topic);
    if (!consumption) throw new Error(`nobody takes ${topic}`);
    await this.consumer.consume(records, context, consumption);
  }
}

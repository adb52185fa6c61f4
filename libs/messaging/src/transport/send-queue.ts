import { merged, type OutBatch } from './event-transport';

interface Waiting {
  readonly batches: readonly OutBatch[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * One request in flight at a time; what arrives meanwhile goes together with the next. Kafka's plain producer keeps
 * its order only this way, and many small callers share a round trip.
 */
export class SendQueue {
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly send: (batches: readonly OutBatch[]) => Promise<void>) {}

  add(batches: readonly OutBatch[]): Promise<void> {
    if (batches.length === 0) return Promise.resolve();
    return new Promise<void>((resolve, reject) => {
      this.waiting.push({ batches, resolve, reject });
      this.running ??= this.drain();
    });
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async drain(): Promise<void> {
    // Callers of the same turn of the event loop travel together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        await this.send(merged(batch.flatMap((w) => w.batches)));
        for (const w of batch) w.resolve();
      } catch (error) {
        for (const w of batch) w.reject(error);
      }
    }
    this.running = undefined;
  }
}

import { merged, type OutBatch, placeOf, type Published } from './event-transport';

interface Waiting {
  readonly batches: readonly OutBatch[];
  readonly places: readonly string[];
  readonly alone: boolean;
  resolve(published: Published): void;
  reject(error: unknown): void;
}

/** How a request goes out: with whatever else waits, or by itself. */
export type Send = (batches: readonly OutBatch[], alone: boolean) => Promise<Published>;

/**
 * One request in flight per partition: Kafka's plain producer keeps its order only this way. Callers that arrive
 * meanwhile share the next request; one that asks to go alone (its partition was refused before) neither waits for the
 * shared one nor holds it up.
 */
export class SendQueue {
  private waiting: Waiting[] = [];
  private readonly inFlight = new Set<string>();
  private readonly running = new Set<Promise<void>>();
  private sharing = false;
  private stirring = false;

  constructor(private readonly send: Send) {}

  add(batches: readonly OutBatch[], alone = false): Promise<Published> {
    if (batches.length === 0) return Promise.resolve(new Map());
    return new Promise<Published>((resolve, reject) => {
      const places = [...new Set(batches.map(placeOf))];
      this.waiting.push({ batches, places, alone, resolve, reject });
      if (this.stirring) return;
      this.stirring = true;
      // Callers of the same turn of the event loop travel together.
      queueMicrotask(() => {
        this.stirring = false;
        this.start();
      });
    });
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  /** Sends what may go now: nobody overtakes another caller of the same partition. */
  private start(): void {
    const taken = new Set(this.inFlight);
    const together = new Set<string>();
    const shared: Waiting[] = [];
    this.waiting = this.waiting.filter((one) => {
      const isFree = one.places.every((place) => !taken.has(place) && !(one.alone && together.has(place)));
      const mayGo = isFree && (one.alone || !this.sharing);
      for (const place of one.places) (mayGo && !one.alone ? together : taken).add(place);
      if (!mayGo) return true;
      if (one.alone) this.dispatch([one], true);
      else shared.push(one);
      return false;
    });
    if (shared.length > 0) this.dispatch(shared, false);
  }

  private dispatch(callers: readonly Waiting[], alone: boolean): void {
    const places = callers.flatMap((caller) => caller.places);
    for (const place of places) this.inFlight.add(place);
    if (!alone) this.sharing = true;
    const sent = this.send(merged(callers.flatMap((caller) => caller.batches)), alone).then(
      (published) => {
        for (const caller of callers) caller.resolve(published);
      },
      (error: unknown) => {
        for (const caller of callers) caller.reject(error);
      },
    );
    const done = sent.then(() => {
      for (const place of places) this.inFlight.delete(place);
      if (!alone) this.sharing = false;
      this.running.delete(done);
      this.start();
    });
    this.running.add(done);
  }
}

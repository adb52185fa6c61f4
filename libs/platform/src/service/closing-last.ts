/** What is closed when every shutdown hook has run: the database, which relays and consumers still use in theirs. */
export class ClosingLast {
  private readonly closes: (() => Promise<void>)[] = [];

  add(close: () => Promise<void>): void {
    this.closes.push(close);
  }

  /** The last one that was added first. Safe to call twice. */
  async close(): Promise<void> {
    for (const close of this.closes.splice(0).reverse()) await close();
  }
}

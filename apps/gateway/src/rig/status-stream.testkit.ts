/** What a stream of a sync tells, as it comes: the statuses, and what stands beside them. */
export class StatusStream {
  readonly statuses: string[] = [];
  /** Of every event, in the order in which they came. */
  readonly ids: string[] = [];
  /** Comments: the line is alive. */
  heartbeats = 0;
  /** The last thing that was told. */
  last = '';
  ended = false;

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {
    void this.read().catch(() => undefined);
  }

  /** @param lastEventId goes on after this event */
  static async open(url: string, token: string, lastEventId?: string): Promise<StatusStream> {
    const abort = new AbortController();
    const headers = {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    return new StatusStream(await fetch(url, { headers, signal: abort.signal }), abort);
  }

  close(): void {
    this.abort.abort();
  }

  private async read(): Promise<void> {
    let text = '';
    for await (const chunk of this.response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks.map((one) => one.trim()).filter((one) => one !== '')) this.take(block);
    }
    this.ended = true;
  }

  private take(block: string): void {
    this.last = block;
    if (/^:/m.test(block)) this.heartbeats += 1;
    const status = /^data: .*?"status":"([a-z-]+)"/m.exec(block)?.[1];
    if (status === undefined) return;
    this.ids.push(/^id: (.*)$/m.exec(block)?.[1] ?? '');
    if (status !== this.statuses.at(-1)) this.statuses.push(status);
  }
}

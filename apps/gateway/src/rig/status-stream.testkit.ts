/** The statuses that a stream of a sync tells, as they come; one that lasts is told again, and counts once. */
export class StatusStream {
  readonly statuses: string[] = [];
  ended = false;

  private constructor(
    readonly response: Response,
    private readonly abort: AbortController,
  ) {
    void this.read().catch(() => undefined);
  }

  static async open(url: string, token: string): Promise<StatusStream> {
    const abort = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    return new StatusStream(await fetch(url, { headers, signal: abort.signal }), abort);
  }

  close(): void {
    this.abort.abort();
  }

  private async read(): Promise<void> {
    let text = '';
    for await (const chunk of this.response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const status = /^data: .*?"status":"([a-z-]+)"/m.exec(event)?.[1];
        if (status !== undefined && status !== this.statuses.at(-1)) this.statuses.push(status);
      }
    }
    this.ended = true;
  }
}

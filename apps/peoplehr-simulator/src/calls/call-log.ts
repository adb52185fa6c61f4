/** Where calls are counted whose key opens nothing: what was sent instead of a key is not kept. */
export const UNKNOWN_KEY = 'unknown';

/** How often which key asked for what, whatever was answered, and as whom the caller last came. */
export class CallLog {
  private readonly counts = new Map<string, Map<string, number>>();
  private readonly agents = new Map<string, string>();

  record(key: string, action: string, userAgent: string): void {
    const actions = this.counts.get(key) ?? new Map<string, number>();
    actions.set(action, (actions.get(action) ?? 0) + 1);
    this.counts.set(key, actions);
    this.agents.set(key, userAgent);
  }

  reset(): void {
    this.counts.clear();
    this.agents.clear();
  }

  /** Calls per key and action; the last user agent per key. */
  seen(): { calls: Record<string, Record<string, number>>; userAgents: Record<string, string> } {
    return {
      calls: Object.fromEntries([...this.counts].map(([key, actions]) => [key, Object.fromEntries(actions)])),
      userAgents: Object.fromEntries(this.agents),
    };
  }
}

/** What the tabs of one browser tell each other: that somebody signed in or out, or that something was changed. */
export type News = 'session' | 'change';

/** The line between the tabs; no tab hears itself. */
class Tabs {
  private readonly channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('peoplesync');

  tell(news: News): void {
    this.channel?.postMessage(news);
  }

  /** Returns how to stop listening. */
  listen(hear: (news: News) => void): () => void {
    const listener = ({ data }: MessageEvent<unknown>): void => {
      if (data === 'session' || data === 'change') hear(data);
    };
    this.channel?.addEventListener('message', listener);
    return () => this.channel?.removeEventListener('message', listener);
  }
}

export const tabs = new Tabs();

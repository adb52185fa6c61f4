import { readFile, stat } from 'node:fs/promises';

/** This service's own token. Whoever renews it (the cluster, or the one-machine authority) replaces the file. */
export class ServiceToken {
  private seen: { readonly changedAt: number; readonly token: string } | undefined;

  constructor(private readonly path: string) {}

  /** The token as it is in the file now; the file is read only when it changed. */
  async current(): Promise<string> {
    const { mtimeMs } = await stat(this.path);
    if (this.seen?.changedAt !== mtimeMs) {
      this.seen = { changedAt: mtimeMs, token: (await readFile(this.path, 'utf8')).trim() };
    }
    return this.seen.token;
  }
}

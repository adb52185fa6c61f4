/** Lets one loop sleep until somebody calls `rouse`, also if that was while the loop still worked. */
export class WakeUp {
  private roused = false;
  private wake: () => void = () => undefined;

  /** Ends the sleep, or the next one before it begins. */
  rouse(): void {
    this.roused = true;
    this.wake();
  }

  /** From here on a rouse counts for the next sleep; call it before looking for work. */
  reset(): void {
    this.roused = false;
  }

  /** Resolves when roused, or after `ms`. */
  async sleep(ms: number): Promise<void> {
    if (this.roused) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = () => undefined;
  }
}

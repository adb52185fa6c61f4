import { concerns, type Fault } from './fault';

/** The faults that are still to come, in the order in which they were ordered. */
export class OrderedFaults {
  private waiting: { readonly fault: Fault; left: number | null }[] = [];

  order(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times });
  }

  /** All well again: for one key, or for all. */
  clear(key?: string): void {
    this.waiting = key === undefined ? [] : this.waiting.filter(({ fault }) => fault.key !== key);
  }

  /** What is still to come; `times` says how often. */
  list(): Fault[] {
    return this.waiting.map(({ fault, left }) => ({ ...fault, times: left }));
  }

  /** The fault that this call meets: the first that was ordered for it. Undefined: none. */
  take(key: string, action: string): Fault | undefined {
    const next = this.waiting.find(({ fault }) => fault.key === key && concerns(fault, action));
    if (!next) return undefined;
    if (next.left !== null) {
      next.left -= 1;
      if (next.left <= 0) this.waiting = this.waiting.filter((other) => other !== next);
    }
    return next.fault;
  }
}

import { Injectable } from '@nestjs/common';
import { Meters, metrics, tooManyRequests } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';

/** What a caller who was not let in may wait before they ask again. */
const AGAIN_MS = 2_000;

/** Gives the place back; once, however often it is called. */
export type Leave = () => void;

/** How somebody waits for a place. */
export interface Patience {
  /** Aborts when nobody wants the answer any more. */
  readonly gone?: AbortSignal;
  /** It goes on with what was let in before, as an export does with its next page: it is never sent away. */
  readonly goesOn?: boolean;
}

/** A company that has something at work or waiting. */
interface Company {
  atWork: number;
  /** In the order in which they came. */
  readonly waiting: Set<() => void>;
}

/**
 * Who may be at work: so many calls at once in this gateway, and of these so many of one company, over both doors together.
 * The others wait. A place that comes free goes to the company that has waited longest since its last one, and there to
 * whoever came first: nobody waits behind another company's queue, only for their turn.
 */
@Injectable()
export class Places {
  private readonly companies = new Map<string, Company>();
  /** Companies with somebody waiting and a place of their own to give, in the order of their turns. */
  private readonly line = new Set<string>();
  private atWork = 0;

  constructor(
    private readonly config: GatewayConfig,
    meters: Meters,
  ) {
    meters.number(metrics.callsAtWork, () => this.atWork);
    meters.number(metrics.callsWaiting, () => this.waiting);
  }

  private get waiting(): number {
    return [...this.companies.values()].reduce((sum, { waiting }) => sum + waiting.size, 0);
  }

  /**
   * Resolves when there is a place, which `Leave` gives back.
   * @param company empty for what is about all of them
   * @throws ProblemException 429 `too-many-requests` if too many of the company wait already, if the turn does not come in
   * time, or if the caller is gone.
   */
  enter(company: string, patience: Patience = {}): Promise<Leave> {
    const { gone, goesOn = false } = patience;
    const own = this.companies.get(company) ?? { atWork: 0, waiting: new Set() };
    if (gone?.aborted || (!goesOn && this.isFull(own))) return Promise.reject(tooManyRequests(AGAIN_MS));
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        stopWaiting();
        resolve(this.begin(company, own));
      };
      const giveUp = (): void => {
        stopWaiting();
        this.tidy(company, own);
        reject(tooManyRequests(AGAIN_MS));
      };
      const stopWaiting = (): void => {
        own.waiting.delete(begin);
        clearTimeout(late);
        gone?.removeEventListener('abort', giveUp);
      };
      const late = goesOn ? undefined : setTimeout(giveUp, this.config.CALL_WAITS_MS).unref();
      gone?.addEventListener('abort', giveUp);
      own.waiting.add(begin);
      this.companies.set(company, own);
      this.tidy(company, own);
      this.handOut();
    });
  }

  /** Does the work in a place of its own. */
  async run<Result>(company: string, work: () => Promise<Result>, patience?: Patience): Promise<Result> {
    const leave = await this.enter(company, patience);
    try {
      return await work();
    } finally {
      leave();
    }
  }

  private isFull({ atWork, waiting }: Company): boolean {
    const couldBegin = waiting.size === 0 && atWork < this.config.CALLS_AT_ONCE_PER_TENANT;
    return !couldBegin && waiting.size >= this.config.CALLS_WAITING_PER_TENANT;
  }

  private begin(company: string, own: Company): Leave {
    own.atWork += 1;
    this.atWork += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      own.atWork -= 1;
      this.atWork -= 1;
      this.tidy(company, own);
      this.handOut();
    };
  }

  /** Whoever had their turn is last in line again. */
  private handOut(): void {
    for (const company of this.line) {
      if (this.atWork >= this.config.CALLS_AT_ONCE) return;
      const own = this.companies.get(company);
      const [begin] = own?.waiting ?? [];
      this.line.delete(company);
      if (!own || !begin) continue;
      begin();
      this.tidy(company, own);
    }
  }

  /** Puts the company in line, or forgets it. */
  private tidy(company: string, own: Company): void {
    if (own.waiting.size === 0) this.line.delete(company);
    else if (own.atWork < this.config.CALLS_AT_ONCE_PER_TENANT) this.line.add(company);
    if (own.waiting.size === 0 && own.atWork === 0) this.companies.delete(company);
  }
}

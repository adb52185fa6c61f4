import {
  ChangesCompleted,
  EmployeeAdded,
  EmployeeChanged,
  EmployeeLeft,
  PlanApproved,
  PlanMade,
  PlanRevised,
  ProblemClosed,
  ProblemOpened,
} from '@people-sync/contracts';
import { TenantFold } from './evolve';
import { approvedAgain, judgeAgain, revisedAgain } from './judge-again';
import { dataOf, type RecordedEvent } from './recorded-event';
import { type Comparing, isSame } from './replay-report';
import type { Saying } from './sayings';
import { newTenantRecord, type TenantRecord } from './tenant-record';

/** What follows from a plan; everything else is said by people, or by PeopleHR. */
const FOLLOWING: ReadonlySet<string> = new Set(
  [EmployeeAdded, EmployeeChanged, EmployeeLeft, ProblemOpened, ProblemClosed, ChangesCompleted].map(
    ({ type }) => type,
  ),
);

/**
 * Replays what the reconciler said of a tenant: each recorded answer is judged again, and what the plan, its hash and its
 * events are by that is compared with what is recorded. The record is believed where the two differ, so that one
 * difference is told once and not in every plan after it.
 */
export class Replay {
  private readonly fold: TenantFold;
  /** What the plan whose changes are being said has still to say. */
  private awaited = new Map<string, Saying>();
  private awaitedOf: string | null = null;
  /** Number of the newest sync of which a plan was made. */
  private newest = 0;

  /** @param erased person ids of those who were erased since: what was said of them is not compared */
  constructor(
    tenantId: string,
    private readonly comparing: Comparing,
    private readonly erased: ReadonlySet<string> = new Set(),
  ) {
    this.fold = new TenantFold(newTenantRecord(tenantId));
  }

  /** What the events are folded to; it holds until the next one is taken. */
  get record(): TenantRecord {
    return this.fold.record;
  }

  /** @throws RecordIncompleteError if the record does not have what an event rests on: the replay comes to no end */
  take(event: RecordedEvent): void {
    const approved = dataOf(PlanApproved, event);
    const revised = dataOf(PlanRevised, event);
    const made = dataOf(PlanMade, event);
    if (made) {
      this.follow(event, made.number);
      this.await(event, judgeAgain(this.record, event, this.comparing));
    }
    if (approved) this.await(event, approvedAgain(this.record, approved, event, this.comparing));
    else if (revised) revisedAgain(this.record, revised, event, this.comparing);
    else if (FOLLOWING.has(event.type)) this.compare(event);
    this.fold.take(event);
  }

  /** Whatever was to be said and was not, differs. */
  end(): void {
    for (const { type, personId, data } of this.awaited.values())
      if (!(personId !== null && this.erased.has(personId)) && !this.comparing.isUnsure(this.awaitedOf)) {
        const where = { about: 'event', syncId: this.awaitedOf, personId } as const;
        this.comparing.differs({ ...where, what: type, recorded: undefined, expected: data });
      }
    this.awaited = new Map();
  }

  /** Plans are made of ever newer syncs, of each once. */
  private follow({ syncId }: RecordedEvent, number: number): void {
    if (number <= this.newest) {
      const where = { about: 'completeness', syncId: syncId ?? null, personId: null } as const;
      this.comparing.differs({ ...where, what: 'number', recorded: number, expected: this.newest + 1 });
    }
    this.newest = Math.max(this.newest, number);
  }

  private await({ syncId }: RecordedEvent, sayings: readonly Saying[]): void {
    this.end();
    this.awaited = new Map(sayings.map((saying) => [keyOf(saying), saying]));
    this.awaitedOf = syncId ?? null;
  }

  private compare(event: RecordedEvent): void {
    const { type, data, subject } = event;
    const syncId = event.syncId ?? null;
    const key = keyOf(event);
    const expected = syncId === this.awaitedOf ? this.awaited.get(key) : undefined;
    this.awaited.delete(key);
    const personId = expected ? expected.personId : isAboutPerson(type) ? subject : null;
    if (personId !== null && this.erased.has(personId)) return;
    if (event.isPart === true && syncId !== null) {
      this.comparing.onlyPartly(syncId, 0);
      this.comparing.isUnsure(syncId);
      return;
    }
    this.comparing.counted('events');
    if (expected && isSame(expected.data, data)) return;
    // Without the rows of those who were erased more or less may follow; what is said of the others is the same.
    if (!(expected && isAboutPerson(type)) && this.comparing.isUnsure(syncId)) return;
    const where = { about: 'event', syncId, personId } as const;
    this.comparing.differs({ ...where, what: type, recorded: data, expected: expected?.data });
  }
}

const keyOf = ({ type, subject }: Pick<Saying, 'type' | 'subject'>): string => `${type} ${subject}`;

const isAboutPerson = (type: string): boolean =>
  type === EmployeeAdded.type || type === EmployeeChanged.type || type === EmployeeLeft.type;

import type { Policy } from '@people-sync/contracts';
import type { Settlements } from '../identity/settlements';
import type { DifferingRow, KnownFacts, Records } from './differing-row';
import type { Holder } from './email-claims';

/** What the rules must know of a tenant beside the rows. */
export interface TenantState {
  readonly tenantId: string;
  /** PeopleHR's id of the company, part of every new person's id. */
  readonly companyId: string;
  /** The company is another one than before: EmployeeIds and UniqueKeys that are known say nothing. */
  readonly otherCompany: boolean;
  /** The active person who has this address now, whether or not they are among the rows; ask for `claimedAddresses`. */
  readonly holderOf: (address: string) => Holder | undefined;
}

/** The settings that these rules read. */
export type JudgePolicy = Pick<Policy, 'daysBeforeStart' | 'scope' | 'leaveOut' | 'protectedPeople'>;

/** What is to be judged, and by what. */
export interface JudgeInput {
  /** No EmployeeId twice. A row that is not given means what it meant before (`difference`). */
  readonly rows: readonly DifferingRow[];
  /** Active linked people of whom the answer has no row with their EmployeeId. */
  readonly absent: readonly KnownFacts[];
  readonly state: TenantState;
  readonly policy: JudgePolicy;
  readonly settlements: Settlements;
  /** Of the people of whom `needsRecord` is true, and of the rows that may be theirs. */
  readonly records: Records;
  /** When the answer was read, RFC 3339, and that day `yyyy-MM-dd` in the tenant's time zone. */
  readonly takenAt: string;
  readonly today: string;
}

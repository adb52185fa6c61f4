import type { Company } from '../companies/company';
import type { EmployeeRow } from '../companies/employee-row';
import type { Envelope } from './envelope';

/** A record as it goes onto the wire. */
export type WireRecord = Readonly<Record<string, unknown>>;

/** A list answer: written row by row, so that a company of 50,000 needs no text of 180 MB. */
export interface ListAnswer {
  readonly company: Company;
  readonly rows: readonly EmployeeRow[];
  /** Changes each record before it is written: how a lie reaches everybody. */
  readonly reshape?: (record: WireRecord) => WireRecord;
}

/** What PeopleHR answers with HTTP 200. */
export type Answer = Envelope | ListAnswer;

export const isList = (answer: Answer): answer is ListAnswer => 'rows' in answer;

import { asLine, cutText } from '@people-sync/contracts';
import type { RecordFields } from './answer/record-fields';
import { withoutSecret } from './without-secret';

/** Whose key it is, as GetCompanyInformation tells. */
export interface Company {
  readonly companyId: string;
  readonly companyName: string;
}

/** PeopleHR's names of what is read of a company. */
export const companyWireNames = { companyId: 'CompanyId', companyName: 'CompanyName' } as const;

const MAX_ID = 64;
const MAX_NAME = 254;

/**
 * The company that these fields name; undefined if they name none. CompanyId is a number on the wire (capture of 2023);
 * it is only ever compared, so it is kept in its own digits.
 * @param apiKey is in neither
 */
export function companyIn(fields: RecordFields<keyof Company>, apiKey: string): Company | undefined {
  const companyId = textIn(fields.text('companyId'));
  if (companyId === '' || companyId.length > MAX_ID || withoutSecret(companyId, apiKey) !== companyId) return undefined;
  const companyName = withoutSecret(textIn(fields.text('companyName')), apiKey);
  return { companyId, companyName: cutText(companyName, MAX_NAME).trim() };
}

/** As it may be stored and shown. */
const textIn = (value: string | null): string => asLine(value ?? '').trim();

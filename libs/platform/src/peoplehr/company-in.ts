/** Whose key it is, as GetCompanyInformation tells. */
export interface Company {
  readonly companyId: string;
  readonly companyName: string;
}

const MAX_ID = 64;
const MAX_NAME = 254;

/**
 * The company in the Result of GetCompanyInformation; undefined if it names none. CompanyId is a number on the wire
 * (capture of 2023); it is only ever compared, so it is kept as text.
 */
export function companyIn(result: unknown): Company | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const id: unknown = Reflect.get(result, 'CompanyId');
  const name: unknown = Reflect.get(result, 'CompanyName');
  const companyId = typeof id === 'number' ? String(id) : textIn(id);
  if (companyId === '' || companyId.length > MAX_ID) return undefined;
  return { companyId, companyName: textIn(textIn(name).slice(0, MAX_NAME)) };
}

/** As it may be stored and shown: no control characters, no half of a surrogate pair. */
const textIn = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .replace(/\p{Cc}+/gu, ' ')
        .replace(/\p{Cs}/gu, '')
        .trim()
    : '';

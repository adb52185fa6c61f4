import type { Company } from '@people-sync/platform';

/** What is known of the tenant's connection before a key is stored; also of a disconnected one. */
export interface KnownConnection {
  readonly companyId: string;
  readonly isConnected: boolean;
}

/** What a checked key means for the tenant. */
export type ConnectDecision =
  | { readonly kind: 'wrong-company' }
  | { readonly kind: 'store'; readonly created: boolean; readonly companyReplaced: boolean };

/** Another company than the one known is refused unless the administrator confirmed it, after a disconnect as well. */
export function decideConnect(
  known: KnownConnection | undefined,
  company: Company,
  replaceCompany: boolean,
): ConnectDecision {
  const isOther = known !== undefined && known.companyId !== company.companyId;
  if (isOther && !replaceCompany) return { kind: 'wrong-company' };
  return { kind: 'store', created: known?.isConnected !== true, companyReplaced: isOther };
}

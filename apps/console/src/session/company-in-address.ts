const KEY = 'peoplesync.company';

/** For the platform, which sees all companies: the one that the address named (?tenant=…), in this tab until it is closed. */
export function companyInAddress(): string | null {
  const named = new URLSearchParams(location.search).get('tenant');
  if (named !== null && named !== '') sessionStorage.setItem(KEY, named);
  return named || sessionStorage.getItem(KEY);
}

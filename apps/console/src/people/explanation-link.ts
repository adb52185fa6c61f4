/** The page that tells why somebody is not in the table; asked at once if an address or an employee ID was searched for. */
export function explanationLink(search: string): string {
  const who = search.trim();
  return /[@\d]/.test(who) ? `/why?${new URLSearchParams({ who }).toString()}` : '/why';
}

/** The People table with whoever reports to this person: not to others of their name. */
export const reportsLink = (personId: string, status = ''): string =>
  `/people?${new URLSearchParams({ reportsTo: personId, ...(status === '' ? {} : { status }) }).toString()}`;

/** What PeopleHR means by its codes of EmploymentStatus. */
const statuses: Readonly<Record<string, string>> = { '1': 'Current', '2': 'Leaver' };

/** A status of PeopleHR in its own words; one that is not known is shown as it came. */
export const statusWords = (status: string): string => statuses[status] ?? status;

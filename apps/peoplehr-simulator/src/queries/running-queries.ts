/** Which companies have a query running. PeopleHR starts none before the last one has ended (its status page, 2018). */
export class RunningQueries {
  private readonly busy = new Set<number>();

  /** Starts a company's query: the way to end it, or undefined if one is running. */
  begin(companyId: number): (() => void) | undefined {
    if (this.busy.has(companyId)) return undefined;
    this.busy.add(companyId);
    return () => this.busy.delete(companyId);
  }
}

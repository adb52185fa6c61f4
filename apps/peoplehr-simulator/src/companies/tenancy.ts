import { randomUUID } from 'node:crypto';
import { Company } from './company';
import { demoCompany, demoKey } from './demo-company';

/** Which key opens which company, how often it was used, and how often it may be. */
export class Tenancy {
  private readonly companies = new Map<number, Company>();
  private readonly keys = new Map<string, Company>();
  private readonly counts = new Map<string, Map<string, number>>();
  private readonly recent = new Map<string, number[]>();
  readonly userAgents = new Set<string>();
  /** Calls per key in any 60 seconds. */
  perMinute = 50;
  private nextId = 70_000;

  constructor(demo: boolean) {
    if (demo) this.add(demoCompany(), demoKey);
  }

  /** A new number for a company. */
  newId(): number {
    this.nextId += 1;
    return this.nextId;
  }

  /** Adds a company under a key; a new key if none is given. */
  add(company: Company, key: string = randomUUID()): string {
    this.companies.set(company.id, company);
    this.keys.set(key, company);
    return key;
  }

  /** From now on the key opens this company. */
  point(key: string, company: Company): void {
    this.keys.set(key, company);
  }

  company(id: number): Company | undefined {
    return this.companies.get(id);
  }

  behind(key: string): Company | undefined {
    return this.keys.get(key);
  }

  list(): { companyId: number; name: string; key: string; employees: number }[] {
    return [...this.keys].map(([key, company]) => ({
      companyId: company.id,
      name: company.name,
      key,
      employees: company.size,
    }));
  }

  /** Counts the call; false if it is over the limit of the sliding minute. */
  count(key: string, action: string, now: number): boolean {
    const actions = this.counts.get(key) ?? new Map<string, number>();
    actions.set(action, (actions.get(action) ?? 0) + 1);
    this.counts.set(key, actions);
    const minute = (this.recent.get(key) ?? []).filter((time) => time > now - 60_000);
    if (minute.length >= this.perMinute) return false;
    this.recent.set(key, [...minute, now]);
    return true;
  }

  calls(): Record<string, Record<string, number>> {
    return Object.fromEntries([...this.counts].map(([key, actions]) => [key, Object.fromEntries(actions)]));
  }
}

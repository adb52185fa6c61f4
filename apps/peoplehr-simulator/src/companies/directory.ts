import { randomUUID } from 'node:crypto';
import type { Company } from './company';
import { demoCompany, demoKey } from './demo-company';
import { CacheBudget } from './record-cache';

const FIRST_NUMBER = 70_001;

/** Which companies there are, and which key opens which. */
export class Directory {
  /** Shared by all companies. */
  readonly budget = new CacheBudget();
  private readonly companies = new Map<number, Company>();
  private readonly keys = new Map<string, Company>();
  /** Which company a key was made for, wherever it leads meanwhile. */
  private readonly homes = new Map<string, Company>();
  private nextNumber = FIRST_NUMBER;

  constructor(private readonly demo: boolean) {
    this.startAgain();
  }

  /** Only the demo company, or nobody if there is none. */
  startAgain(): void {
    for (const company of this.companies.values()) company.clear();
    this.companies.clear();
    this.keys.clear();
    this.homes.clear();
    this.nextNumber = FIRST_NUMBER;
    if (this.demo) this.add(demoCompany(this.budget), demoKey);
  }

  /** A CompanyId that no company has. */
  newNumber(): number {
    while (this.companies.has(this.nextNumber)) this.nextNumber += 1;
    return this.nextNumber;
  }

  /** Adds a company behind a key and returns the key: a new one if none is given. */
  add(company: Company, key: string = randomUUID()): string {
    this.companies.set(company.id, company);
    this.keys.set(key, company);
    this.homes.set(key, company);
    return key;
  }

  /** Takes a company away, with its keys. */
  remove(company: Company): void {
    company.clear();
    this.companies.delete(company.id);
    for (const keys of [this.keys, this.homes])
      for (const [key, opened] of keys) if (opened === company) keys.delete(key);
  }

  /** As on the company's first day, the keys that were made for it included; returns its keys. */
  reset(company: Company): string[] {
    company.reset();
    for (const [key, home] of this.homes) if (home === company) this.keys.set(key, company);
    return this.keysOf(company);
  }

  /** From now on the key opens this company; a new key or one that opened another. */
  point(key: string, company: Company): void {
    this.keys.set(key, company);
  }

  /** Deletes a key; false if there was none. */
  revoke(key: string): boolean {
    return this.keys.delete(key);
  }

  company(id: number): Company | undefined {
    return this.companies.get(id);
  }

  behind(key: string): Company | undefined {
    return this.keys.get(key);
  }

  keysOf(company: Company): string[] {
    return [...this.keys].filter(([, opened]) => opened === company).map(([key]) => key);
  }

  all(): Company[] {
    return [...this.companies.values()];
  }

  /** Employees of all companies together. */
  get people(): number {
    return this.all().reduce((sum, company) => sum + company.size, 0);
  }
}

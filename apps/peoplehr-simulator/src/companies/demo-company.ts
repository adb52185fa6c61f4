import type { Company } from './company';
import type { CacheBudget } from './record-cache';
import { tileMaker } from './tile-maker';

/** The key that opens the demo company. Invented; it opens nothing else. */
export const demoKey = 'b5b1c0de-7e57-4d3a-9c0f-0d3e0a7137b1';

/** The demo company's CompanyId. */
export const demoCompanyId = 66_446;

/** 120 people of a tile maker, six of them leavers. */
export const demoCompany = (budget?: CacheBudget): Company =>
  tileMaker({ id: demoCompanyId, name: 'Northwind Tiles', employees: 114, seed: 20_261_124, budget });

import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** TypeORM's own pool, which it hides; its settings are the service's. */
export const poolOf = (dataSource: DataSource): Pool =>
  (dataSource.driver as unknown as { readonly master: Pool }).master;

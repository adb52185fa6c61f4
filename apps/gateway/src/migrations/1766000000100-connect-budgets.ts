import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was tried in the current minute, by tenant and by caller, for all gateways: a row for each who ever connected. */
export class ConnectBudgets1766000000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE connect_budgets (
        name  text PRIMARY KEY,
        spent integer NOT NULL,
        until timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE connect_budgets');
  }
}

import { SpanKind } from '@opentelemetry/api';
import { inSpan } from '@people-sync/messaging';
import { DataSource, type DataSourceOptions, type EntityManager, type QueryRunner } from 'typeorm';

type Work<T> = (tx: EntityManager) => Promise<T>;
type Isolation = Parameters<EntityManager['transaction']>[0];

/** A DataSource that tells the trace of what goes on of each transaction, and of each statement that stands alone. */
export class TracedDataSource extends DataSource {
  constructor(
    private readonly schema: string,
    options: DataSourceOptions,
  ) {
    super(options);
  }

  override transaction<T>(work: Work<T>): Promise<T>;
  override transaction<T>(isolation: Isolation, work: Work<T>): Promise<T>;
  override transaction<T>(...asked: [Work<T>] | [Isolation, Work<T>]): Promise<T> {
    return this.traced('transaction', () =>
      asked.length === 1 ? super.transaction(asked[0]) : super.transaction(...asked),
    );
  }

  override query<T = unknown>(sql: string, parameters?: unknown[], runner?: QueryRunner): Promise<T> {
    // Those of a transaction are told with it.
    if (runner) return super.query<T>(sql, parameters, runner);
    return this.traced('statement', () => super.query<T>(sql, parameters));
  }

  /** Never the statement: its values may be somebody's. */
  private traced<T>(what: string, work: () => Promise<T>): Promise<T> {
    const attributes = { 'db.system.name': 'postgresql', 'db.namespace': this.schema };
    return inSpan(`${what} ${this.schema}`, { kind: SpanKind.CLIENT, attributes }, work);
  }
}

import type { EntityManager, EntitySubscriberInterface, QueryRunner } from 'typeorm';

/** By the connection whose transaction has to commit first. */
const waiting = new WeakMap<QueryRunner, (() => void)[]>();

/** Of every data source with which somebody waits. */
const subscriber: EntitySubscriberInterface = {
  afterTransactionCommit: ({ queryRunner }) => {
    if (queryRunner.isTransactionActive) return;
    const works = waiting.get(queryRunner) ?? [];
    waiting.delete(queryRunner);
    for (const work of works) work();
  },
  afterTransactionRollback: ({ queryRunner }) => {
    if (!queryRunner.isTransactionActive) waiting.delete(queryRunner);
  },
};

/**
 * Does something that cannot be taken back, as to tell of what was done, once the transaction has committed; never if it
 * is rolled back as a whole. It is not done if the process ends in between, and must not throw. What is undone by a savepoint
 * alone is not known here: call it when nothing that may fail comes behind.
 */
export function afterCommit(tx: EntityManager, work: () => void): void {
  const { queryRunner } = tx;
  if (!queryRunner) throw new Error('there is no transaction');
  const { subscribers } = tx.dataSource;
  if (!subscribers.includes(subscriber)) subscribers.push(subscriber);
  const works = waiting.get(queryRunner);
  if (works) works.push(work);
  else waiting.set(queryRunner, [work]);
}

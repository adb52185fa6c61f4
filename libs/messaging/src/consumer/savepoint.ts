import type { EntityManager } from 'typeorm';

/**
 * Does the work under a savepoint. An error that `mayReturn` lets pass undoes the work and is returned; every other
 * error rejects, and so does one after which the transaction cannot go on. Deferred constraints are tried too, since at the commit a refusal could no longer be told to one tenant; the
 * trial is undone, so that they stay deferred for the work that follows.
 */
export async function underSavepoint(
  tx: EntityManager,
  work: () => Promise<void>,
  mayReturn: (error: unknown) => boolean,
): Promise<unknown> {
  await tx.query('SAVEPOINT work');
  try {
    await work();
    await tx.query('SAVEPOINT trial');
    await tx.query('SET CONSTRAINTS ALL IMMEDIATE');
    await tx.query('ROLLBACK TO SAVEPOINT trial');
    await tx.query('RELEASE SAVEPOINT work');
    return undefined;
  } catch (error) {
    if (!mayReturn(error)) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT work');
    return error;
  }
}

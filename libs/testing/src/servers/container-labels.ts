import { hostname } from 'node:os';
import { type GenericContainer, getContainerRuntimeClient } from 'testcontainers';
import { isAlive } from './sweep';

const OWNER = 'net.wethrive.peoplesync.test.owner';

/** Says whose container it is, so that a later run may clear up after a killed one. */
export const labelled = <T extends GenericContainer>(container: T): T => {
  container.withLabels({ [OWNER]: `${hostname()}/${process.pid}` });
  return container;
};

/** Removes containers of killed runs on this machine. (Testcontainers' own reaper would be one image more to pull.) */
export async function sweepContainers(): Promise<void> {
  const { container } = await getContainerRuntimeClient();
  for (const { Id, Labels } of await container.list()) {
    const [machine, pid] = (Labels[OWNER] ?? '').split('/');
    if (machine !== hostname() || isAlive(Number(pid))) continue;
    // Another run may be removing it in this moment; what stays is there for the next sweep.
    const removed = container.getById(Id).remove({ force: true, v: true });
    await removed.catch(() => undefined);
  }
}

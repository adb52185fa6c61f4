import { type Simulator, startSimulator } from '@people-sync/peoplehr-simulator';

/** Starts the simulated PeopleHR with the demo company at this port, so that its page keeps its address; if it is taken, at any free one. */
export async function startDemoPeopleHr(port: number): Promise<Simulator> {
  try {
    return await startSimulator({ port, demo: true });
  } catch (error) {
    const isTaken = typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'EADDRINUSE';
    if (!isTaken) throw error;
    return startSimulator({ port: 0, demo: true });
  }
}

import type { Sync } from '@people-sync/contracts/api';
import type { SyncsApi } from '../api/syncs.api';
import { isMoving } from './sync-words';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Tells every state of a sync until it does not move by itself any more; then, or once `signal` aborts, it returns. The
 * stream ends at such a state; if the connection drops before, it asks and listens again.
 */
export async function followSync(
  syncs: SyncsApi,
  id: string,
  signal: AbortSignal,
  tell: (sync: Sync) => void,
): Promise<'settled' | 'aborted'> {
  for (let pause = FIRST_PAUSE_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      for await (const sync of syncs.watch(id, signal)) {
        tell(sync);
        pause = FIRST_PAUSE_MS;
        if (!isMoving(sync)) return 'settled';
      }
    } catch {
      // Closed by us, or the connection dropped: the loop's condition tells which.
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return 'aborted';
}

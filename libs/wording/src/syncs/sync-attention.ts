import type { AppliedCounts, SyncAttention } from '@people-sync/contracts/api';
import { counted } from '../words/counted';

/** What somebody has to look at after a sync, by each thing; nothing, if it simply completed. */
export function attentionOf({ problems, refused, waiting }: AppliedCounts): SyncAttention[] {
  const all: readonly SyncAttention[] = [
    {
      kind: 'problems',
      count: problems,
      message: `${counted(problems, 'problem is', 'problems are')} open: see the list of problems.`,
    },
    {
      kind: 'refused',
      count: refused,
      message: `${counted(refused, 'person was', 'people were')} not added or not updated: see what this sync found.`,
    },
    {
      kind: 'waiting',
      count: waiting,
      message: `${counted(waiting, 'person waits', 'people wait')} for a licence: see who is waiting in the People table.`,
    },
  ];
  return all.filter(({ count }) => count > 0);
}

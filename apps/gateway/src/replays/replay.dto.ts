import { Replay, StartReplay } from '@people-sync/contracts/api';
import type { auditV1 } from '@people-sync/platform';
import { replaySentence } from '@people-sync/wording';
import { answerOf } from '../shapes/answer-of';
import { bodyOf } from '../shapes/class-of';

/** `POST …/audit/replays`. */
export class StartReplayBody extends bodyOf(StartReplay) {}

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

/** A check of the record as callers see it. */
export function replayView(replay: auditV1.Replay): Replay {
  const { plans, events, people, known, keptPlans, partlyChecked } = replay;
  return answerOf(Replay, {
    ...replay,
    message: replaySentence({ ...replay, partly: partlyChecked.length }),
    until: orNull(replay.until),
    checked: replay.status === 'completed' ? { plans, events, people, known, keptPlans } : null,
    differences: replay.differences.map((one) => ({
      ...one,
      syncId: orNull(one.syncId),
      personId: orNull(one.personId),
      recorded: one.recorded ?? null,
      expected: one.expected ?? null,
    })),
    reason: orNull(replay.reason),
    entry: replay.entry ?? null,
    startedAt: orNull(replay.startedAt),
    finishedAt: orNull(replay.finishedAt),
  });
}

import type { auditV1 } from '@people-sync/platform';
import type { ReplayRow } from '../replay/replays.repository';
import type { StoredDifference } from '../replay/stored-report';
import { readValues } from '../sealing/content';
import type { Opened } from '../sealing/sealing';

/** The hashes of what is sealed of a report. */
export const sealedIn = ({ report }: ReplayRow): string[] =>
  (report?.differences ?? []).flatMap(({ sealed }) => sealed ?? []);

/** A replay as it is answered, with what it says about people as far as that is not erased. */
export function replayMessage(row: ReplayRow, opened: Opened): auditV1.Replay {
  const { report } = row;
  const { plans = 0, events = 0, people = 0, known = 0, keptPlans = 0 } = report?.checked ?? {};
  return {
    replayId: row.replayId,
    status: row.status,
    until: row.until ?? '',
    entriesTaken: row.entriesTaken,
    entriesTotal: row.entriesTotal,
    reason: row.reason ?? '',
    entry: row.entry ?? undefined,
    ...{ plans, events, people, known, keptPlans },
    differenceCount: report?.count ?? 0,
    // A list is read without them.
    differences: (report?.differences ?? []).map((one) => differenceMessage(one, opened)),
    partlyChecked: (report?.partlyChecked ?? []).map(({ syncId, rows, unsure }) => ({ syncId, rows, unsure })),
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? '',
    finishedAt: row.finishedAt?.toISOString() ?? '',
  };
}

function differenceMessage(one: StoredDifference, { contents }: Opened): auditV1.ReplayDifference {
  const { about, syncId, personId, what, sealed } = one;
  const bytes = sealed === null ? undefined : contents.get(sealed);
  const values = bytes ? readValues(bytes) : one.values;
  return {
    ...{ about, what, syncId: syncId ?? '', personId: personId ?? '' },
    recorded: values?.recorded,
    expected: values?.expected,
    erased: sealed !== null && !bytes,
  };
}

import { fixed, table } from './markdown';
import { type AuditFigures, REPLAY_LIMIT_MB, REPLAY_LIMIT_SECONDS, SHARE_LIMIT, type Work } from './scenarios/audit';

/** What the record costs and what it takes to check it, beside what its bytes alone take. */
export function auditReport(figures: AuditFigures): string {
  const { people, nights, sha, copy, replay } = figures;
  const row = (name: string, { events, cpuSeconds }: Work): string[] => [
    name,
    String(events),
    fixed(cpuSeconds, 2),
    fixed(events / cpuSeconds, 0),
    `${fixed(cpuSeconds / sha, 1)}x`,
    `${fixed(cpuSeconds / copy, 1)}x`,
  ];
  const costs = table([
    ['', 'entries', 'CPU s', 'entries a CPU s', 'to SHA-256', 'to COPY'],
    row('recorded: the first load', figures.firstLoad),
    row('recorded: the nights', figures.recordedNights),
    row('checked: all of it', replay),
  ]);
  return [
    `\n## The record: ${people} people, ${nights} nights with 1 % changed`,
    costs,
    `SHA-256 of the record's bytes takes ${fixed(sha, 3)} s, COPY of them ${fixed(copy, 3)} s.`,
    `It was checked in ${fixed(replay.wallSeconds)} s (limit of a year ${REPLAY_LIMIT_SECONDS} s); audit's peak is ${fixed(replay.peakMb, 0)} MB (limit ${REPLAY_LIMIT_MB} MB).`,
    `A night takes ${fixed(figures.bytesPerEmployeeAndNight, 0)} bytes for each employee.`,
    `A first load takes ${fixed(figures.firstLoadShare, 1)} % more CPU with the record (limit ${SHARE_LIMIT} %).\n`,
  ].join('\n\n');
}

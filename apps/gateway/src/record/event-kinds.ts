import { catalogue, topicNames } from '@people-sync/contracts';
import type { AuditKind } from '@people-sync/contracts/api';

const PREFIX = 'net.wethrive.peoplesync.';

/** Of which kind an event is, by what its name begins with; the longest that fits counts. */
const kinds: Readonly<Record<string, AuditKind>> = {
  'sync.': 'sync',
  'snapshot.': 'sync',
  'employee.snapshot': 'sync',
  'changes.completed': 'sync',
  'plan.': 'plan',
  'employee.': 'person',
  'person.': 'person',
  'people.': 'person',
  'import.': 'person',
  'changes.dropped': 'person',
  'decision.': 'decision',
  'problem.': 'problem',
  'policy.': 'settings',
  'licences.': 'settings',
  'connection.': 'settings',
};

const beginnings = Object.entries(kinds).sort(([a], [b]) => b.length - a.length);

/** `person.added` of its type on the wire: without whose it is, and without the version. */
export const nameOfType = (type: string): string =>
  (type.startsWith(PREFIX) ? type.slice(PREFIX.length) : type).replace(/\.v\d+$/, '');

/** Of which kind an event of this type is. What the record says of itself is its own. */
export function kindOf(type: string): AuditKind {
  const name = nameOfType(type);
  return beginnings.find(([beginning]) => name.startsWith(beginning))?.[1] ?? 'record';
}

/** What the record itself says: events of no topic. */
const ofRecord = ['audit.left-out', 'audit.exported'].map((name) => `${PREFIX}${name}.v1`);

const types = [...new Set(topicNames.flatMap((topic) => catalogue.on(topic)).map(({ type }) => type)), ...ofRecord];

/** Every type of this kind, in every version. */
export const typesOf = (kind: AuditKind): string[] => types.filter((type) => kindOf(type) === kind);

import type { Draft } from './draft';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The ids that an event's data name beside what the event is of: people above all, for whom events are looked for by these.
 * They tell nothing by themselves.
 */
export function mentionsIn({ data, subject, syncId }: Pick<Draft, 'data' | 'subject' | 'syncId'>): string[] {
  const found = new Set<string>();
  const open: unknown[] = [data];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string') {
      if (UUID.test(value)) found.add(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const inner of Object.values(value)) if (inner !== undefined) open.push(inner);
    }
  }
  found.delete(subject);
  if (syncId !== undefined) found.delete(syncId);
  return [...found].sort();
}

import { useSearchParams } from 'react-router';
import type { RecordQuery } from '../api/record.api';

/** The whole record. */
export const everything: RecordQuery = { kind: '', personId: '', syncId: '', from: '', to: '' };

/** True if events may be missing from the list. */
export const isNarrowed = (query: RecordQuery): boolean => Object.values(query).some((value) => value !== '');

/** What the list is narrowed to, told by the address: a link can lead to it, and each choice can be gone back. */
export function useRecordQuery(): readonly [RecordQuery, (part: Partial<RecordQuery>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const of = (name: keyof RecordQuery): string => parameters.get(name) ?? '';
  const query = {
    kind: of('kind'),
    personId: of('personId'),
    syncId: of('syncId'),
    from: of('from'),
    to: of('to'),
  };
  const change = (part: Partial<RecordQuery>): void =>
    setParameters((before) => {
      const after = new URLSearchParams(before);
      for (const [name, value] of Object.entries(part)) {
        if (value === '') after.delete(name);
        else after.set(name, value);
      }
      return after;
    });
  return [query, change];
}

import type { Settlement } from '@people-sync/reconciliation';
import type { Decision } from './decision.entity';

/** What of a decision the rules take. */
type Said = Pick<Decision, 'kind' | 'employeeId' | 'personId' | 'about' | 'keptKeys'>;

/** A decision as the rules take it; null if it says nothing to them. */
export function settlementOf({ kind, employeeId, personId, about, keptKeys }: Said): Settlement | null {
  if (kind === 'same-person' || kind === 'new-person')
    return employeeId !== null && about ? { kind: 'identity', employeeId, identity: { kind, personId, about } } : null;
  if (personId === null) return null;
  if (kind === 'missing-left' || kind === 'missing-keep')
    return { kind: 'missing', personId, word: kind === 'missing-left' ? 'left' : 'keep' };
  if (kind === 'leave-out') return { kind, personId };
  if (!keptKeys) return null;
  if (kind === 'leaver-left' || kind === 'leaver-not-yet') {
    const [about] = keptKeys;
    const word = kind === 'leaver-left' ? 'left' : 'not-yet';
    return about === undefined ? null : { kind: 'leaver', personId, said: { word, about } };
  }
  return { kind: 'no', personId, keys: keptKeys };
}

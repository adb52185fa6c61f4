import { invalidRequest } from '@people-sync/platform';
import type { DecideBody } from './decision.dto';

/** What somebody settles, in the reconciler's words. */
export interface Settlement {
  readonly kind:
    'same-person' | 'new-person' | 'missing-left' | 'missing-keep' | 'leaver-left' | 'leaver-not-yet' | 'leave-out';
  readonly employeeId: string;
  readonly personId: string;
  readonly reason: string;
  /** Empty: for good. */
  readonly syncId: string;
}

/** The fields of each form, the one that names it first. */
const forms = [
  ['samePersonAs', 'employeeId'],
  ['newPerson', 'employeeId'],
  ['missing', 'personId'],
  ['leaver', 'personId'],
  ['leaveOut', 'personId', 'reason'],
] as const satisfies readonly (readonly (keyof DecideBody)[])[];

/** The one form that was filled in. Throws `invalid-request` for none, for two at once, and for one that is incomplete. */
export function settlementOf(body: DecideBody): Settlement {
  const given = (field: keyof DecideBody): boolean => (body[field] ?? undefined) !== undefined;
  const form = forms.find(([name]) => given(name));
  if (!form) throw wrong('samePersonAs', 'one of samePersonAs, newPerson, missing, leaver and leaveOut must be given');
  for (const field of form) if (!given(field)) throw wrong(field, `${field} must be given with ${form[0]}`);
  const fields: readonly string[] = [...form, 'syncId'];
  for (const [field, value] of Object.entries(body)) {
    if (value !== undefined && value !== null && !fields.includes(field)) {
      throw wrong(field, `${field} does not go with ${form[0]}`);
    }
  }
  const { employeeId = '', samePersonAs, newPerson, missing, leaver, reason = '' } = body;
  const personId = body.personId?.toLowerCase() ?? '';
  const about = { employeeId, personId, reason: reason.trim(), syncId: body.syncId?.toLowerCase() ?? '' };
  if (missing) return { ...about, kind: missing === 'left' ? 'missing-left' : 'missing-keep' };
  if (leaver) return { ...about, kind: leaver === 'left' ? 'leaver-left' : 'leaver-not-yet' };
  if (samePersonAs) return { ...about, kind: 'same-person', personId: samePersonAs.toLowerCase() };
  return { ...about, kind: newPerson ? 'new-person' : 'leave-out' };
}

const wrong = (field: string, message: string) => invalidRequest([{ field, message }]);

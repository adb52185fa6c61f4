import { bounds, PolicyChange, PolicyPeople, PreviewScope } from '@people-sync/contracts/api';
import { type ItemFault, LongList } from '@people-sync/platform';
import { IsOptional, isUUID } from 'class-validator';
import { bodyOf } from '../shapes/class-of';

/** What is wrong with somebody who is to be left out. */
function leftOutFaults(item: unknown): ItemFault[] {
  if (typeof item !== 'object' || item === null) return [{ field: '', message: 'it must be an object' }];
  const { personId, reason, ...others } = Object.assign<Record<string, unknown>, object>({}, item);
  const isReason = typeof reason === 'string' && reason.length <= bounds.reasonLength && reason.trim() !== '';
  return [
    ...(isUUID(personId) ? [] : [{ field: 'personId', message: 'personId must be a UUID' }]),
    ...(isReason ? [] : [{ field: 'reason', message: `reason must be 1 to ${bounds.reasonLength} characters` }]),
    ...Object.keys(others).map((field) => ({ field, message: `property ${field} should not exist` })),
  ];
}

/** `PATCH …/policy`: what is not given stays as it is. */
export class UpdatePolicyBody extends bodyOf(PolicyChange, {
  leaveOut: [IsOptional(), LongList(bounds.people, leftOutFaults, 'personId')],
}) {}

/** `PATCH …/policy/people`: whoever is not named stays as they are. */
export class ChangePolicyPeopleBody extends bodyOf(PolicyPeople, {
  leaveOut: [IsOptional(), LongList(bounds.peopleAtOnce, leftOutFaults, 'personId')],
}) {}

/** `POST …/policy/scope-effect`. */
export class PreviewScopeBody extends bodyOf(PreviewScope) {}

import { peopleSyncRpcs } from './people-sync';
import { protoPath } from './proto-path';

describe('where a field of a request is, as its .proto file has it', () => {
  it.each([
    ['importPeople', 'people.0.orgEmployeeId', 'people.items[1].org_employee_id'],
    ['updatePolicy', 'scope.location.include', 'scope.location.include.items'],
    ['updatePolicy', 'expectedVersion', 'expected_version'],
    ['approvePlan', 'planHash', 'plan_hash'],
    ['approvePlan', 'leftOut', 'left_out'],
    ['leaveOutOfPlan', 'leftOut', 'left_out.items'],
    // What is no field of it is told by the same form.
    ['approvePlan', 'somethingElse.0', 'something_else[1]'],
    ['approvePlan', 'Idempotency-Key', 'idempotency-key'],
    ['approvePlan', 'Acting-User', 'acting-user'],
  ] as const)('%s: %s is %s', (rpc, field, path) => {
    expect(protoPath(peopleSyncRpcs[rpc].request, field)).toBe(path);
  });
});

import fc from 'fast-check';
import { propertyRuns } from '@people-sync/testing/property-runs';
import { type Field, fieldsOf, nameOf } from './field';
import { jsonOf, messageOf } from './message';
import { peopleSyncRpcs } from './people-sync';
import type { Rpc } from './rpc';
import type { TObject } from './shape';

const rpcs: readonly Rpc[] = Object.values(peopleSyncRpcs);
const shapes = rpcs.flatMap(({ request, answer }) => [request, answer]);

/** Any value of one kind. */
function valueOf(field: Field): fc.Arbitrary<unknown> {
  if (field.shape) return jsonFor(field.shape);
  if (field.words) return fc.constantFrom(...Object.keys(field.words.said));
  if (field.kind === 'texts-by-name') return fc.dictionary(fc.string(), fc.string());
  if (field.kind === 'whole') return fc.maxSafeInteger();
  if (field.kind === 'number') return fc.double({ noNaN: true });
  return field.kind === 'yes' ? fc.boolean() : fc.string();
}

/** Any JSON of a shape; a list with a default is not empty, which over gRPC is the default. */
function jsonFor(shape: TObject): fc.Arbitrary<Record<string, unknown>> {
  const required: string[] = [];
  const values = fieldsOf(shape).map((field) => {
    const { name, list, isOptional, isNullable, fallback } = field;
    if (!isOptional) required.push(name);
    const some = fallback === undefined ? {} : { minLength: 1 };
    const value = list ? fc.array(valueOf(field), { maxLength: 3, ...some }) : valueOf(field);
    return [name, isNullable && !isOptional ? fc.option(value) : value] as const;
  });
  return fc.record(Object.fromEntries(values), { requiredKeys: required });
}

describe('a message', () => {
  it.each(shapes.map((shape) => [nameOf(shape), shape] as const))(
    'of %s says what its JSON says, and null is absent',
    (_name, shape) => {
      fc.assert(
        fc.property(jsonFor(shape), (json) => {
          const message = messageOf(shape, json);
          expect(Object.values(message)).not.toContain(null);
          expect(jsonOf(shape, message)).toEqual(json);
        }),
        { numRuns: propertyRuns(20) },
      );
    },
  );

  it('without a field says null where it has to be given, and nothing where it may be left out', () => {
    expect(jsonOf(peopleSyncRpcs.getLicences.answer, { active: 3, waiting: 0 })).toEqual({
      seats: null,
      active: 3,
      waiting: 0,
      nextStep: null,
    });
    expect(jsonOf(peopleSyncRpcs.startSync.request, { tenant: 'acme' })).toEqual({ tenant: 'acme' });
  });

  it('has the value of a word by its name, and makes no word of a value that says nothing, or is not known', () => {
    const ask = peopleSyncRpcs.startSync.request;
    const message = { tenant: 'acme', mode: 'SYNC_MODE_APPLY' };
    expect(messageOf(ask, { tenant: 'acme', mode: 'apply' })).toEqual(message);
    expect(jsonOf(ask, message)).toEqual({ tenant: 'acme', mode: 'apply' });
    for (const mode of ['SYNC_MODE_UNSPECIFIED', 99, 'apply', 'SYNC_STATUS_HELD', 'toString']) {
      expect(jsonOf(ask, { tenant: 'acme', mode })).toEqual({ tenant: 'acme', mode });
    }
    const roles = ['peoplesync.admin', 'peoplesync.auditor'];
    const named = messageOf(peopleSyncRpcs.createSessionCode.request, { roles });
    expect(named).toEqual({ roles: { items: ['OFFERED_ROLE_PEOPLESYNC_ADMIN', 'OFFERED_ROLE_PEOPLESYNC_AUDITOR'] } });
  });

  it('says of a word that is newer than the contract nothing, rather than another one', () => {
    for (const status of ['archived', '', 'toString']) {
      expect(messageOf(peopleSyncRpcs.getSync.answer, { status })).toEqual({ status: 'SYNC_STATUS_UNSPECIFIED' });
    }
  });

  it('tells an empty list from none, but for one with a default', () => {
    const ask = peopleSyncRpcs.updatePolicy.request;
    expect(jsonOf(ask, { tenant: 'acme', leaveOut: { items: [] } })).toEqual({ tenant: 'acme', leaveOut: [] });
    expect(jsonOf(ask, { tenant: 'acme', leaveOut: null })).toEqual({ tenant: 'acme' });
    const approve = peopleSyncRpcs.approvePlan.request;
    expect(jsonOf(approve, { tenant: 'acme', leftOut: [] })).toEqual({ tenant: 'acme' });
  });
});

import { fieldsOf, nameOf } from './field';
import { peopleSyncRpcs } from './people-sync';
import type { Rpc } from './rpc';
import type { TObject } from './shape';

/** A shape and every shape in it. */
function within(shape: TObject): TObject[] {
  return [shape, ...fieldsOf(shape).flatMap((field) => (field.shape ? within(field.shape) : []))];
}

const requests = Object.values<Rpc>(peopleSyncRpcs).flatMap(({ request }) => within(request));
const asked = [...new Map(requests.map((shape) => [nameOf(shape), shape])).values()];

describe('a list that has to be given', () => {
  it.each(asked.map((shape) => [nameOf(shape), shape] as const))(
    'is one whose absence is seen over gRPC too, in %s',
    (_name, shape) => {
      // proto has no absent lists: a plain one would be empty where HTTP says that it is missing.
      const unsaid = fieldsOf(shape)
        .filter(({ list, isOptional }) => list !== undefined && !isOptional)
        .filter(({ list }) => list?.['said'] !== true);
      expect(unsaid.map(({ name }) => name)).toEqual([]);
    },
  );

  it('is found in requests, or nothing of this is tried', () => {
    const said = asked.flatMap(fieldsOf).filter(({ list }) => list?.['said'] === true);
    expect(said.map(({ name }) => name)).toEqual(expect.arrayContaining(['people', 'roles', 'exclude', 'leftOut']));
  });
});

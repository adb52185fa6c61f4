import { byEmployee, EmployeeSnapshot, joinPersonal, splitPersonal } from '@people-sync/contracts';
import { decoded, employee, row } from '../fetched.testkit';
import { actorContent, partContent, readActor, readPart } from './content';

const fetched = { tenantId: 'northwind-tiles', number: 1 };
const contentsOf = (number: number, index: number) => {
  const { written } = decoded(row({ ...fetched, number }, index, employee('PW30')));
  const { skeleton, parts } = splitPersonal(written.type, written.data);
  return { written, skeleton, contents: parts.map((part) => partContent('northwind-tiles', part)) };
};

describe('what an event says about people, ready to be sealed', () => {
  it('puts the event together again', () => {
    const { written, skeleton, contents } = contentsOf(1, 0);
    const parts = contents.map(({ bytes }) => readPart(bytes));
    expect(joinPersonal(skeleton, parts)).toEqual(written.data);
    expect(written.type).toBe(EmployeeSnapshot.type);
  });

  it('is the same in every night that says the same, so that it is kept once', () => {
    expect(contentsOf(2, 17).contents).toEqual(contentsOf(1, 0).contents);
  });

  it('is apart for the employee and for their manager', () => {
    expect(contentsOf(1, 0).contents.map(({ holder }) => holder)).toEqual([byEmployee('PW30'), byEmployee('PW0')]);
  });

  it('holds who pressed the button', () => {
    expect(readActor(actorContent('northwind-tiles', 'grace').bytes)).toBe('grace');
  });

  it.each(['null', '{}', '{"whom":{"by":"name","value":"x"},"values":[{"path":[{}],"value":1}]}'])(
    'is not read from %s',
    (text) => {
      expect(() => readPart(Buffer.from(text))).toThrow('no part');
      expect(() => readActor(Buffer.from(text))).toThrow('no actor');
    },
  );
});

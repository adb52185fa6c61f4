import { catalogue, topicNames } from '@people-sync/contracts';
import { auditKinds } from '@people-sync/contracts/api';
import { eventSentence, toldEvents } from '@people-sync/wording';
import { kindOf, nameOfType, typesOf } from './event-kinds';

const declared = [...new Set(topicNames.flatMap((topic) => catalogue.on(topic)))];

describe('the kinds of events in the record', () => {
  it('are each of some event, and every event is of one of them', () => {
    const found = auditKinds.flatMap((kind) => typesOf(kind));
    expect(auditKinds.filter((kind) => typesOf(kind).length === 0)).toEqual([]);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining(declared.map(({ type }) => type)));
  });

  it('leave no declared event to the record itself', () => {
    expect(declared.filter(({ type }) => kindOf(type) === 'record').map(({ name }) => name)).toEqual([]);
  });

  it('have words for every event that is declared, and for no other', () => {
    const told = [...new Set(declared.map(({ type }) => nameOfType(type)))];
    expect(told.filter((name) => !toldEvents.includes(name))).toEqual([]);
    expect(toldEvents.filter((name) => !told.includes(name) && !name.startsWith('audit.'))).toEqual([]);
    expect(eventSentence('moon.landed')).toMatch(/newer than this version/);
  });
});

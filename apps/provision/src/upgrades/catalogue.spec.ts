import { brokenFor, type Catalogue, type Column } from './catalogue.testkit';

const text: Column = { type: 'text', nullable: true, filled: true };
const needed: Column = { type: 'text', nullable: false, filled: false };

const catalogue = (
  columns: Readonly<Record<string, Column>>,
  rules: readonly string[] = [],
  triggers: readonly string[] = [],
): Catalogue => ({ columns: new Map(Object.entries(columns)), rules: new Set(rules), triggers: new Set(triggers) });

const people = { 'writer.people.email': text, 'writer.people.name': needed };
const once = 'writer.people UNIQUE (email)';

describe('the version before', () => {
  it.each([
    ['nothing changes', people, [once]],
    ['a column comes that may be left out', { ...people, 'writer.people.phone': text }, [once]],
    ['a column comes that fills itself', { ...people, 'writer.people.phone': { ...needed, filled: true } }, [once]],
    ['a table comes', { ...people, 'writer.teams.name': needed }, [once, 'writer.teams UNIQUE (name)']],
    ['a column may be left out from now on', { ...people, 'writer.people.name': text }, [once]],
  ])('goes on where %s', (_what, columns, rules) => {
    expect(brokenFor(catalogue(people, [once]), catalogue(columns, rules))).toEqual([]);
  });

  it.each([
    ['a column goes', { 'writer.people.name': needed }, [once], 'writer.people.email is gone'],
    ['a table goes', {}, [once], 'writer.people.name is gone'],
    [
      'a column is renamed',
      { 'writer.people.mail': text, 'writer.people.name': needed },
      [once],
      'writer.people.email is gone',
    ],
    [
      'a column is of another type',
      { ...people, 'writer.people.email': { ...text, type: 'citext' } },
      [once],
      'writer.people.email was text and is citext',
    ],
    [
      'a column may not be null any more',
      { ...people, 'writer.people.email': { ...text, nullable: false } },
      [once],
      'writer.people.email may not be null any more',
    ],
    [
      'a column loses what filled it',
      { ...people, 'writer.people.email': { ...text, filled: false } },
      [once],
      'writer.people.email has to be given now',
    ],
    [
      'a column comes that has to be given',
      { ...people, 'writer.people.phone': needed },
      [once],
      'writer.people.phone is new and has to be given',
    ],
    ['what ON CONFLICT names goes', people, [], 'writer.people UNIQUE (email) is gone'],
    [
      'rows are refused that it writes',
      people,
      [once, `writer.people CHECK ((name <> ''::text))`],
      `writer.people CHECK ((name <> ''::text)) is new`,
    ],
  ])('is said to break where %s', (_what, columns, rules, sentence) => {
    expect(brokenFor(catalogue(people, [once]), catalogue(columns, rules))).toContain(sentence);
  });

  it('is said to break where a trigger comes to a table that it writes', () => {
    const trigger = 'writer.people BEFORE INSERT EXECUTE FUNCTION refuse()';
    expect(brokenFor(catalogue(people), catalogue(people, [], [trigger]))).toEqual([`${trigger} is new`]);
    expect(brokenFor(catalogue(people), catalogue(people, [], ['writer.teams BEFORE INSERT']))).toEqual([]);
  });
});

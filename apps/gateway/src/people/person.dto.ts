import { ChangesQuery as Changes, PeopleFilter as Filter, Person, PersonVersion } from '@people-sync/contracts/api';
import type { writerV1 } from '@people-sync/platform';
import { answerOf } from '../shapes/answer-of';
import { queryOf } from '../shapes/class-of';

/** What the People table is narrowed to; what is absent or empty narrows nothing. */
export class PeopleFilter extends queryOf(Filter) {}

/** From where the feed of changes goes on. */
export class ChangesQuery extends queryOf(Changes) {}

/** A person as callers see them. */
export const personView = (person: writerV1.Person): Person =>
  answerOf(Person, { ...person, notFromPeopleHr: person.notFromPeoplehr });

/** A version as callers see it. */
export const versionView = (version: writerV1.PersonVersion): PersonVersion =>
  answerOf(PersonVersion, { ...version, person: version.person ? personView(version.person) : null });

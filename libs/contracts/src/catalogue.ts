import type { EventDefinition } from './define-event';
import * as changes from './events/changes.event';
import * as connections from './events/connections.event';
import * as people from './events/people.event';
import * as requests from './events/requests.event';
import * as snapshots from './events/snapshots.event';
import { topicNames, type TopicName } from './topics';

/** What topics carry: by topic the newest version of each event. */
export type Carried = Readonly<Record<TopicName, readonly EventDefinition[]>>;

/** A version that may be on the wire, and how it is read: as the newest one. */
export interface Reading {
  readonly written: EventDefinition;
  readonly newest: EventDefinition;
  /** @param data of the written version's shape @returns of the newest one's */
  readonly upcast: (data: unknown) => unknown;
}

/** Every version of every event, by the topic that carries it. */
export class Catalogue {
  private readonly readings: ReadonlyMap<string, ReadonlyMap<string, Reading>>;

  constructor(carried: Carried) {
    this.readings = new Map(
      topicNames.map((topic) => [
        topic,
        new Map(carried[topic].flatMap((one) => readingsOf(one)).map((reading) => [reading.written.type, reading])),
      ]),
    );
  }

  /** How a wire type is read on a topic; undefined if that topic never carries it. */
  readingOn(topic: string, type: string): Reading | undefined {
    return this.readings.get(topic)?.get(type);
  }

  /** All versions that a topic may carry. */
  on(topic: TopicName): EventDefinition[] {
    return [...(this.readings.get(topic)?.values() ?? [])].map(({ written }) => written);
  }

  /** The topics that carry this version; the first one is the event's home. */
  topicsOf({ type }: EventDefinition): TopicName[] {
    return topicNames.filter((topic) => this.readings.get(topic)?.has(type));
  }
}

/** The definition and all that were published before it. */
function readingsOf(newest: EventDefinition): Reading[] {
  const readings: Reading[] = [{ written: newest, newest, upcast: (data) => data }];
  let upcast = (data: unknown): unknown => data;
  for (let { earlier } = newest; earlier; { earlier } = earlier.definition) {
    const [before, after] = [earlier, upcast];
    upcast = (data) => after(before.upcast(data));
    readings.push({ written: earlier.definition, newest, upcast });
  }
  return readings;
}

/** The events that a file declares, without the versions that newer ones follow: those come along with them. */
const newestOf = (declared: Readonly<Record<string, EventDefinition>>): EventDefinition[] => {
  const all = Object.values(declared);
  const before = new Set(all.flatMap(({ earlier }) => earlier?.definition ?? []));
  return all.filter((one) => !before.has(one));
};

const { ProblemOpened, ProblemClosed, ProblemSetAside, PersonErased } = changes;

/** Every event. Frozen: a published version never changes. */
export const catalogue = new Catalogue({
  'peoplesync.requests': newestOf(requests),
  'peoplesync.connections': newestOf(connections),
  'peoplesync.snapshots': newestOf(snapshots),
  'peoplesync.changes': newestOf(changes),
  // Four facts live on both topics: the reconciler's and, for managers and erasure, the writer's own.
  'peoplesync.people': [...newestOf(people), ProblemOpened, ProblemClosed, ProblemSetAside, PersonErased],
});

/**
 * For a consumer's `skip`: true of types that the topic carries and that none of these definitions reads, in whatever
 * version they were written. What is in no catalogue is not passed over: it may be a newer version of what is read.
 */
export function othersThan(topic: string, read: readonly EventDefinition[]): (type: string) => boolean {
  const types = new Set(read.map(({ type }) => type));
  return (type) => {
    const reading = catalogue.readingOn(topic, type);
    return reading !== undefined && !types.has(reading.newest.type);
  };
}

/** For a consumer's `lastOnly`: true of types that the topic carries and that one of these definitions reads. */
export function anyOf(topic: string, read: readonly EventDefinition[]): (type: string) => boolean {
  const types = new Set(read.map(({ type }) => type));
  return (type) => {
    const reading = catalogue.readingOn(topic, type);
    return reading !== undefined && types.has(reading.newest.type);
  };
}

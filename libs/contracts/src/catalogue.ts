import type { EventDefinition } from './define-event';
import * as changes from './events/changes.event';
import * as connections from './events/connections.event';
import * as people from './events/people.event';
import * as requests from './events/requests.event';
import * as snapshots from './events/snapshots.event';
import type { TopicName } from './topics';

const { safeguardNames: _names, ...changeEvents } = changes;

/** Every event, by the topic that carries it. Frozen: a published version never changes. */
export const catalogue = {
  'peoplesync.requests': Object.values(requests),
  'peoplesync.connections': Object.values(connections),
  'peoplesync.snapshots': Object.values(snapshots),
  'peoplesync.changes': Object.values(changeEvents),
  // Two facts live on both topics: the reconciler's and, for managers and erasure, the writer's own.
  'peoplesync.people': [...Object.values(people), changes.ProblemOpened, changes.ProblemClosed, changes.PersonErased],
} satisfies Record<TopicName, readonly EventDefinition[]>;

const byTopic = new Map<string, Map<string, EventDefinition>>(
  Object.entries(catalogue).map(([topic, definitions]) => [
    topic,
    new Map<string, EventDefinition>(definitions.map((d: EventDefinition) => [d.type, d])),
  ]),
);

/** The definition of a wire type on a topic; undefined if that topic never carries it. */
export function definitionOn(topic: string, type: string): EventDefinition | undefined {
  return byTopic.get(topic)?.get(type);
}

/** The topics that carry this event; the first one is its home. */
export function topicsOf(definition: EventDefinition): TopicName[] {
  const found: TopicName[] = [];
  for (const [topic, definitions] of Object.entries(catalogue)) {
    if (definitions.some((d: EventDefinition) => d.type === definition.type)) found.push(nameOf(topic));
  }
  return found;
}

function nameOf(topic: string): TopicName {
  switch (topic) {
    case 'peoplesync.requests':
    case 'peoplesync.connections':
    case 'peoplesync.snapshots':
    case 'peoplesync.changes':
    case 'peoplesync.people':
      return topic;
    default:
      throw new Error(`not a topic: ${topic}`);
  }
}

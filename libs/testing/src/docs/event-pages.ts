import { catalogue, type EventDefinition, topicNames, topics } from '@people-sync/contracts';
import type { DocComments } from './doc-comments';
import { type FieldRow, fieldRows, sharedShapes } from './field-rows';

/** Who writes to a topic and who reads it; the one thing that no declaration says. */
export const traffic: Readonly<
  Record<(typeof topicNames)[number], { readonly by: string; readonly to: readonly string[] }>
> = {
  'peoplesync.requests': { by: 'gateway', to: ['peoplehr-fetcher', 'audit'] },
  'peoplesync.connections': { by: 'credentials', to: ['gateway', 'audit'] },
  'peoplesync.snapshots': { by: 'peoplehr-fetcher', to: ['gateway', 'reconciler', 'audit'] },
  'peoplesync.changes': { by: 'reconciler', to: ['gateway', 'wethrive-writer', 'audit'] },
  'peoplesync.people': { by: 'wethrive-writer', to: ['gateway', 'reconciler', 'audit'] },
};

/** Constants that say of a field what its type says already. */
const plainTypes: ReadonlySet<string> = new Set([
  'Count',
  'Digest',
  'Employee',
  'Instant',
  'Person',
  'PlainDate',
  'Counts',
  'Policy',
]);

const DAY_MS = 24 * 60 * 60 * 1000;
const GENERATED =
  '<!-- Made from the declarations in libs/contracts/src/events: UPDATE_DOCS=1 npx jest --selectProjects unit --testPathPatterns libs/testing/src/docs -->';

/** The pages of `docs/events` by file name: an index, one page per topic, and the shapes that several events share. */
export function eventPages(comments: DocComments): Map<string, string> {
  return new Map([
    ['README.md', indexPage()],
    ...topicNames.map((topic): [string, string] => [`${topic}.md`, topicPage(topic, comments)]),
    ['shapes.md', shapesPage(comments)],
  ]);
}

function indexPage(): string {
  const rows = topics.map(({ name, partitions, retentionMs }) => {
    const { by, to } = traffic[name];
    return [`[\`${name}\`](${name}.md)`, by, readersOf(to), String(partitions), `${retentionMs / DAY_MS} days`];
  });
  return page('Events', [
    'Everything that happens is an event: a fact in the past tense, declared once in `libs/contracts/src/events`, checked where it is written and where it is read. A published version never changes; `libs/contracts/samples` holds a sample of every one.',
    table(['topic', 'written by', 'read by', 'partitions', 'kept for'], rows),
    "The key of every record is the customer company's id, so its events keep their order. The value is a CloudEvent 1.0 in structured mode (JSON):",
    table(
      ['attribute', 'holds'],
      [
        ['`specversion`, `datacontenttype`', '`1.0`, `application/json`'],
        ['`type`', '`net.wethrive.peoplesync.<name>.v<version>`'],
        ['`source`', '`/peoplesync/<service>`'],
        [
          '`id`',
          'derived (UUIDv5) for what the reconciler says of a person, so that a repeat has the same; else UUIDv7',
        ],
        ['`time`', 'RFC 3339'],
        ['`subject`', 'whom or what it is about: a person, a sync, a problem; else the company'],
        ['`tenantid`', 'the customer company'],
        ['`syncid`', 'the sync it belongs to, if it belongs to one'],
        ['`actor`', 'who decided it, if a person did'],
        ['`traceparent`', 'W3C trace context, if there is one'],
        [
          '`epoch`, `position`',
          'its place in its stream: 1, 2, 3… without gaps; not on `peoplesync.snapshots`. A later epoch: the database was restored; ' +
            'what was taken of an earlier one, from the first position of this one on, was not',
        ],
        ['`data`', 'the fields on the pages here'],
      ],
    ),
  ]);
}

function topicPage(topic: (typeof topicNames)[number], comments: DocComments): string {
  const { by, to } = traffic[topic];
  const declared = [...comments.events.keys()];
  /** As declared; guests from another topic come last. */
  const placeOf = (one: EventDefinition): number =>
    declared.indexOf(`${one.name}.v${one.version}`) + (catalogue.topicsOf(one)[0] === topic ? 0 : declared.length);
  const sections = catalogue
    .on(topic)
    .sort((one, other) => placeOf(one) - placeOf(other))
    .flatMap((definition) => {
      const constant = comments.events.get(`${definition.name}.v${definition.version}`) ?? '';
      const others = catalogue.topicsOf(definition).filter((name) => name !== topic);
      return [
        `## ${constant}`,
        comments.of.get(constant) ?? '',
        `\`${definition.type}\`${others.length > 0 ? `, also on ${others.map((name) => `[\`${name}\`](${name}.md)`).join(', ')}` : ''}`,
        fieldTable(fieldRows(definition.schema), constant, comments),
      ];
    });
  return page(topic, [`Written by ${by}; read by ${readersOf(to)}.`, ...sections]);
}

function shapesPage(comments: DocComments): string {
  const sections = Object.entries(sharedShapes).flatMap(([name, shape]) => [
    `## ${name}`,
    comments.of.get(name) ?? '',
    fieldTable(fieldRows(shape), name, comments),
  ]);
  return page('Shapes that several events share', sections);
}

function fieldTable(rows: readonly FieldRow[], constant: string, comments: DocComments): string {
  const meaningOf = (path: string): string => {
    const key = `${constant}.${path.replaceAll('[]', '')}`;
    const same = comments.same.get(key) ?? '';
    return comments.in.get(key) ?? (plainTypes.has(same) ? '' : (comments.of.get(same) ?? ''));
  };
  return table(
    ['field', 'holds', 'meaning'],
    rows.map(({ path, type }) => [`\`${path}\``, type, meaningOf(path)]),
  );
}

const readersOf = (services: readonly string[]): string => services.join(', ') || 'nobody yet: it is for the audit';

const page = (title: string, parts: readonly string[]): string =>
  `${[`# ${title}`, GENERATED, ...parts.filter((part) => part !== '')].join('\n\n')}\n`;

/** A table whose cells may hold anything but a line break. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

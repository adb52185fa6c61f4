import { KindGuard, type TSchema } from '@sinclair/typebox';
import type { EventDefinition } from './define-event';
import { MAX_PEOPLE } from './employee';

/**
 * What is frozen as the sample of a version that has none yet: of a first version invented values, one of everything; of a
 * later one what the sample before it says, read as that.
 */
export function firstSample(
  { name, type, schema, earlier }: EventDefinition,
  sampleOf: (name: string) => string,
): string {
  const before: unknown = earlier ? JSON.parse(sampleOf(`${name}.v${earlier.definition.version}.json`)) : undefined;
  const envelope = isEnvelope(before) ? before : invented;
  const data = earlier && isEnvelope(before) ? earlier.upcast(before.data) : valueOf(schema);
  return `${JSON.stringify({ ...envelope, type, data }, null, 2)}\n`;
}

const isEnvelope = (sample: unknown): sample is { readonly data: unknown } =>
  typeof sample === 'object' && sample !== null && 'data' in sample;

const ID = '01890000-0000-7000-8000-000000000001';

const invented = {
  specversion: '1.0',
  id: '01890000-0000-7000-8000-000000000002',
  source: '/peoplesync/test',
  time: '2026-03-01T02:00:00.000Z',
  subject: ID,
  datacontenttype: 'application/json',
  tenantid: 'northwind',
  syncid: ID,
  actor: 'grace.hopwood@northwind-tiles.example',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  epoch: 1,
  position: 42,
};

const texts: Readonly<Record<string, string>> = {
  uuid: ID,
  'date-time': '2026-03-01T02:00:00.000Z',
  date: '2026-03-01',
  '^[0-9a-f]{64}$': 'a'.repeat(64),
  '^[a-z][a-z0-9-]{0,63}$': 'word',
};

function valueOf(schema: TSchema): unknown {
  if (KindGuard.IsObject(schema))
    return Object.fromEntries(Object.entries(schema.properties).map(([name, inner]) => [name, valueOf(inner)]));
  if (KindGuard.IsRecord(schema)) return {};
  if (KindGuard.IsUnion(schema)) return valueOf(schema.anyOf[0] ?? schema);
  if (KindGuard.IsArray(schema)) return [valueOf(schema.items)];
  if (KindGuard.IsInteger(schema)) return Math.min(schema.minimum ?? 3, MAX_PEOPLE);
  if (KindGuard.IsNumber(schema)) return schema.minimum ?? 0.5;
  if (KindGuard.IsBoolean(schema)) return true;
  if (KindGuard.IsNull(schema)) return null;
  const words: unknown = schema['enum'];
  if (Array.isArray(words)) return words.find((word) => typeof word === 'string');
  const form = String(schema['format'] ?? schema['pattern']);
  return texts[form] ?? 'Invented'.slice(0, Number(schema['maxLength']));
}

/** What a check has to know of an entry of a record: what it says of itself, and what it commits to. */
export interface EntryFacts {
  readonly index: number;
  readonly tenant: string;
  /** SHA-256 of each sealed part, in base64url: who pressed the button, then its parts, then those of a snapshot's rows. */
  readonly commits: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** The facts of these bytes; undefined if they are no entry. */
export function entryFacts(text: string): EntryFacts | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(read) || read['v'] !== 1) return undefined;
  const { index, tenant, actor, parts, rows } = read;
  if (typeof index !== 'number' || typeof tenant !== 'string' || !areTexts(parts)) return undefined;
  if (actor !== null && typeof actor !== 'string') return undefined;
  const inRows = rowCommits(rows);
  if (!inRows) return undefined;
  return { index, tenant, commits: [...(actor === null ? [] : [actor]), ...parts, ...inRows] };
}

function rowCommits(rows: unknown): string[] | undefined {
  if (rows === undefined) return [];
  if (!isFields(rows)) return undefined;
  const { added } = rows;
  if (added === undefined) return [];
  return Array.isArray(added) && added.every(areTexts) ? added.flatMap(([, ...hashes]) => hashes) : undefined;
}

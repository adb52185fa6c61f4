/**
 * A record as a file: gzip of lines, each JSON in the one form that `JSON.stringify` gives it. First the manifest; then each
 * entry in order, behind it what its sealed parts say if the file was asked for in clear text, and the signed heads where
 * the record had their size; at last the end, so that a file that broke off does not look whole.
 */
export const BUNDLE_FORMAT = 'peoplesync-record@v1';

/** What the file says of itself. */
export interface Manifest {
  readonly format: typeof BUNDLE_FORMAT;
  readonly tenant: string;
  /** Names the record in its heads. */
  readonly origin: string;
  /** Public keys of everything that ever signed. */
  readonly vkeys: readonly string[];
  /** What the sealed parts say is in it. */
  readonly clear: boolean;
}

/** A sealed part and the key of it alone; null: it is erased, or not there. */
export type OpenedPart = readonly [sealed: string, key: string] | null;

export type BundleLine =
  | { readonly manifest: Manifest }
  /** The entry's bytes as text, and its leaf hash in base64: what the tree is made of, so that a fault has a place. */
  | { readonly entry: string; readonly leaf: string }
  /** The next parts of the entry before, in the order in which it commits to them; as many lines as it takes. */
  | { readonly parts: readonly OpenedPart[] }
  /** A signed note over all entries before. */
  | { readonly head: string }
  | { readonly end: { readonly entries: number } };

export const bundleLine = (line: BundleLine): string => `${JSON.stringify(line)}\n`;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

const isManifest = (value: unknown): boolean =>
  isFields(value) &&
  value['format'] === BUNDLE_FORMAT &&
  typeof value['tenant'] === 'string' &&
  typeof value['origin'] === 'string' &&
  areTexts(value['vkeys']) &&
  typeof value['clear'] === 'boolean' &&
  Object.keys(value).length === 5;

const isOpened = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 2 && areTexts(value));

/** What else stands in a line of the kind. */
const beside: Readonly<Record<string, string>> = { entry: 'leaf' };

const shapes: Readonly<Record<string, (value: unknown) => boolean>> = {
  manifest: isManifest,
  entry: (value) => typeof value === 'string',
  parts: (value) => Array.isArray(value) && value.every(isOpened),
  head: (value) => typeof value === 'string',
  end: (value) => isFields(value) && typeof value['entries'] === 'number' && Object.keys(value).length === 1,
};

/** @param text without its line break. undefined if it is no line of such a file, or not in its one form */
export function readBundleLine(text: string): BundleLine | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isBundleLine(read) && JSON.stringify(read) === text ? read : undefined;
}

function isBundleLine(read: unknown): read is BundleLine {
  if (!isFields(read)) return false;
  const [kind = '', ...more] = Object.keys(read);
  if (!Object.hasOwn(shapes, kind) || shapes[kind]?.(read[kind]) !== true) return false;
  const other = beside[kind];
  if (other === undefined) return more.length === 0;
  return more.length === 1 && more[0] === other && typeof read[other] === 'string';
}

import { isText, kindOf, type TextKind } from './text';

/** A place in a JSON value that breaks the rule for input: its texts are text, its numbers are told exactly. */
export interface Unfit {
  /** Names and places from the value down; of a name that is no text, where the object is that has it. */
  readonly path: readonly string[];
  readonly what: 'text' | 'name' | 'number';
  /** The rule for the text that stands there. */
  readonly kind: TextKind;
}

/** A list or an object that is still to be looked into, and how one came to it. */
interface Node {
  readonly value: object;
  readonly segment: string;
  /** The nearest name: a list's items are called as the list. */
  readonly field: string;
  readonly parent: Node | undefined;
}

/**
 * Unfit places of a JSON value, `most` at most, in no order. It does not recurse: input may be nested as deep as it likes.
 * @param kindFor the rule for a field of this name; for a list's items, of the list's.
 */
export function unfitIn(value: unknown, most: number, kindFor: (field: string) => TextKind = kindOf): Unfit[] {
  const found: Unfit[] = [];
  const open: Node[] = [{ value: [value], segment: '', field: '', parent: undefined }];
  for (let node = open.pop(); node && found.length < most; node = open.pop()) {
    const isList = Array.isArray(node.value);
    for (const [segment, item] of Object.entries(node.value)) {
      const field = isList ? node.field : segment;
      const kind = kindFor(field);
      if (!isList && !isText(segment, 'line')) found.push({ path: pathOf(node).slice(1), what: 'name', kind: 'line' });
      else if (isOpen(item)) open.push({ value: item, segment, field, parent: node });
      else {
        const what = unfitness(item, kind);
        if (what) found.push({ path: [...pathOf(node), segment].slice(1), what, kind });
      }
    }
  }
  return found.slice(0, most);
}

/** Bytes are neither text nor numbers. */
const isOpen = (item: unknown): item is object =>
  typeof item === 'object' && item !== null && !ArrayBuffer.isView(item);

function unfitness(item: unknown, kind: TextKind): 'text' | 'number' | undefined {
  if (typeof item === 'string') return isText(item, kind) ? undefined : 'text';
  if (typeof item !== 'number') return undefined;
  const isExact = Number.isInteger(item) ? Number.isSafeInteger(item) : Number.isFinite(item);
  return isExact ? undefined : 'number';
}

function pathOf(node: Node): string[] {
  const path: string[] = [];
  for (let at = node; at.parent; at = at.parent) path.push(at.segment);
  return path.reverse();
}

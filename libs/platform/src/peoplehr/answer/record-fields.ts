import { decoded, MAX_TOKEN_BYTES, type RawToken, type TokenKind } from './raw-token';

interface Held {
  kind: TokenKind | undefined;
  length: number;
  isEscaped: boolean;
  isCut: boolean;
}

/**
 * The wanted fields of one record of PeopleHR's. Nothing is decoded until `text` asks, so whatever nobody wants never
 * becomes a string. One instance serves record after record, in MAX_TOKEN_BYTES a field.
 */
export class RecordFields<F extends string> {
  private readonly slots: ReadonlyMap<string, number>;
  private readonly byLength: readonly (readonly { readonly slot: number; readonly name: string; word: Buffer }[])[];
  private readonly slotOf: ReadonlyMap<F, number>;
  private readonly held: readonly Held[];
  private readonly bytes: Buffer;

  /** @param wireNames PeopleHR's name of each wanted field */
  constructor(wireNames: Readonly<Record<F, string>>) {
    const entries = Object.entries<string>(wireNames);
    this.slots = new Map(entries.map(([, name], slot) => [name, slot]));
    this.slotOf = new Map(fieldsOf(wireNames).map((field, slot) => [field, slot]));
    const longest = Math.max(...entries.map(([, name]) => name.length));
    this.byLength = Array.from({ length: longest + 1 }, (_, length) =>
      entries.flatMap(([, name], slot) => (name.length === length ? [{ slot, name, word: Buffer.from(name) }] : [])),
    );
    this.held = entries.map(() => ({ kind: undefined, length: 0, isEscaped: false, isCut: false }));
    this.bytes = Buffer.allocUnsafe(entries.length * MAX_TOKEN_BYTES);
  }

  /** Whether the field is there with something that can be told: a text, a number or null. */
  has(field: F): boolean {
    return this.heldIn(field)?.kind !== undefined;
  }

  /** The field as sent, a number in its own digits; null if it is missing, null, or of another kind. */
  text(field: F): string | null {
    const slot = this.slotOf.get(field) ?? -1;
    const held = this.held[slot];
    if (held?.kind === undefined || held.kind === 'null') return null;
    const start = slot * MAX_TOKEN_BYTES;
    return decoded(this.bytes, start, start + held.length, held.isEscaped, held.isCut);
  }

  /** Its text is longer than anything that is kept: `text` tells the beginning. */
  isCut(field: F): boolean {
    const held = this.heldIn(field);
    return held?.kind !== undefined && held.isCut;
  }

  /** @internal The slot of the field with this name; undefined if nobody wants it. */
  slotNamed(key: RawToken): number | undefined {
    if (key.isEscaped) return this.slots.get(key.text());
    return this.byLength[key.end - key.start]?.find(({ word, name }) => key.is(word, name))?.slot;
  }

  /** @internal */
  clear(): void {
    for (const held of this.held) held.kind = undefined;
  }

  /** @internal What stood there before does not count: a key that occurs twice counts as it stands last. */
  unset(slot: number): void {
    const held = this.held[slot];
    if (held) held.kind = undefined;
  }

  /** @internal */
  set(slot: number, token: RawToken): void {
    const held = this.held[slot];
    if (!held) return;
    const isTellable = token.kind === 'string' || token.kind === 'number' || token.kind === 'null';
    held.kind = isTellable ? token.kind : undefined;
    held.length = token.bytes.copy(this.bytes, slot * MAX_TOKEN_BYTES, token.start, token.end);
    held.isEscaped = token.isEscaped;
    held.isCut = token.isCut;
  }

  private heldIn(field: F): Held | undefined {
    return this.held[this.slotOf.get(field) ?? -1];
  }
}

const fieldsOf = <F extends string>(wireNames: Readonly<Record<F, string>>): F[] => {
  const fields: F[] = [];
  for (const field in wireNames) fields.push(field);
  return fields;
};

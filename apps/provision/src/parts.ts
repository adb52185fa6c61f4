/**
 * What there is to prepare, in its order: roles and schemas, the topics in Kafka, the tables. Tables last: services that
 * wait for theirs find the topics too.
 */
export const PARTS = ['database', 'topics', 'migrations'] as const;
export type Part = (typeof PARTS)[number];

/** What somebody wants of `provision`. */
export interface Wish {
  /** Only tells what is missing. */
  readonly check: boolean;
  /** Brings database and topics of different moments to one again. */
  readonly realign: boolean;
  readonly parts: readonly Part[];
}

export const USAGE = `usage: [--check] [--only ${PARTS.join('|')}]…, or --realign`;

/** Reads the words after the program's name; undefined if they are not USAGE. */
export function wishOf(words: readonly string[]): Wish | undefined {
  if (words.length === 1 && words[0] === '--realign') return { check: false, realign: true, parts: PARTS };
  let check = false;
  const parts = new Set<Part>();
  for (let at = 0; at < words.length; at++) {
    if (words[at] === '--check') check = true;
    else if (words[at] === '--only') {
      at += 1;
      const part = PARTS.find((one) => one === words[at]);
      if (part === undefined) return undefined;
      parts.add(part);
    } else return undefined;
  }
  return { check, realign: false, parts: parts.size === 0 ? PARTS : PARTS.filter((part) => parts.has(part)) };
}

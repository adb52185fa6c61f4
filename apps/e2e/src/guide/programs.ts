/** A program that stands on a page, in one block or several. */
export interface Program {
  /** Its file, e.g. `platform.mts`. */
  readonly name: string;
  readonly text: string;
}

const BLOCK = /^```(\w+)(?: title=(\S+))?\n([^]*?)^```$/gm;

/** The programs of a page: the blocks of one title, one after the other. @throws for a block that is of none */
export function programsIn(page: string): Program[] {
  const found = new Map<string, string>();
  for (const [, language = '', name, text = ''] of page.matchAll(BLOCK)) {
    if (name === undefined) throw new Error(`a block of ${language} has no title: nobody would run it`);
    found.set(name, (found.get(name) ?? '') + text);
  }
  return [...found].map(([name, text]) => ({ name, text }));
}

/** One record of a table. */
export interface Row {
  /** Where it begins in the text; the first line is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

type Delimiter = ',' | ';' | '\t';

/** What separates cells, as the server sees it: spreadsheets put tabs on the clipboard, some write semicolons into files. */
export function delimiterOf(text: string): Delimiter {
  const [header = ''] = text.split(/\r\n|\r|\n/, 1);
  const count = (delimiter: Delimiter): number => header.split(delimiter).length;
  const [best = ','] = ([',', '\t', ';'] as const).toSorted((a, b) => count(b) - count(a));
  return best;
}

/** The records of a CSV text (RFC 4180), its header first; blank lines are none. */
export function rowsOf(text: string, delimiter: Delimiter = delimiterOf(text)): Row[] {
  const rows: Row[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let begun = 1;
  const endRow = () => {
    cells.push(cell.trim());
    if (cells.some((one) => one !== '')) rows.push({ line: begun, cells });
    cells = [];
    cell = '';
    begun = line;
  };
  const characters = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters.charAt(at);
    if (character === '\n') line += 1;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (characters.charAt(at + 1) === '"') cell += characters.charAt((at += 1));
      else quoted = false;
    } else if (character === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (character === delimiter) {
      cells.push(cell.trim());
      cell = '';
    } else if (character === '\n') endRow();
    else cell += character;
  }
  endRow();
  return rows;
}

/** A file's text: UTF-8, or what older spreadsheets write on Windows. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

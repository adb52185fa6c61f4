const OID = { text: 25, int4: 23, uuid: 2950, json: 114, bool: 16 } as const;

/** Rows as a handful of columns, for `INSERT … SELECT FROM unnest($1::text[], …)`: one statement for any number of rows. */
type Cells = readonly (string | null)[];

/** A `text[]` parameter. Postgres' binary form: a third of the processor time of the quoted array text. */
export const textColumn = (cells: Cells): Buffer => stringArray(cells, OID.text);

/** A `json[]` parameter; the cells are JSON texts. */
export const jsonColumn = (cells: Cells): Buffer => stringArray(cells, OID.json);

/** A `uuid[]` parameter. @throws if a cell is no UUID. */
export function uuidColumn(cells: Cells): Buffer {
  return array(
    cells,
    OID.uuid,
    () => 16,
    (buffer, at, cell) => {
      if (buffer.write(cell.replaceAll('-', ''), at, 'hex') !== 16) throw new Error('not a UUID');
    },
  );
}

/** An `int[]` parameter; the cells are whole numbers of 32 bits. */
export function intColumn(cells: readonly (number | null)[]): Buffer {
  return array(
    cells,
    OID.int4,
    () => 4,
    (buffer, at, cell) => void buffer.writeInt32BE(cell, at),
  );
}

/** A `bool[]` parameter. */
export function boolColumn(cells: readonly boolean[]): Buffer {
  return array(
    cells,
    OID.bool,
    () => 1,
    (buffer, at, cell) => void buffer.writeInt8(cell ? 1 : 0, at),
  );
}

function stringArray(cells: Cells, oid: number): Buffer {
  return array(
    cells,
    oid,
    (cell) => Buffer.byteLength(cell),
    (buffer, at, cell) => void buffer.write(cell, at),
  );
}

/** One dimension, subscripts from 1; an element is its length and its bytes, null the length -1 (array_recv). */
function array<T extends string | number | boolean>(
  cells: readonly (T | null)[],
  oid: number,
  sizeOf: (cell: T) => number,
  write: (buffer: Buffer, at: number, cell: T) => void,
): Buffer {
  const sizes = cells.map((cell) => (cell === null ? -1 : sizeOf(cell)));
  const header = cells.length === 0 ? 12 : 20;
  const buffer = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + 4 + Math.max(size, 0), header));
  buffer.writeInt32BE(cells.length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(1, 4);
  buffer.writeInt32BE(oid, 8);
  if (cells.length > 0) {
    buffer.writeInt32BE(cells.length, 12);
    buffer.writeInt32BE(1, 16);
  }
  let at = header;
  for (const [i, cell] of cells.entries()) {
    const size = sizes[i] ?? -1;
    at = buffer.writeInt32BE(size, at);
    if (cell !== null) write(buffer, at, cell);
    at += Math.max(size, 0);
  }
  return buffer;
}

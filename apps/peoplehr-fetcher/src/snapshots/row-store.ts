/** Slab, start and end of a row, four bytes each. */
const PLACE_BYTES = 3 * 4;
const FIRST_SLAB = 32 * 1024;
const LAST_SLAB = 1024 * 1024;

/** Texts, appended and read by index, outside of the JavaScript heap: 50,000 employees are 25 MB and no garbage. */
export class RowStore {
  private readonly slabs: Buffer[] = [];
  /** Slab, start and end of each row. */
  private places = new Uint32Array(3 * 64);
  private used = 0;
  private rows = 0;

  /** @param onGrow is told of memory, in bytes, before it is taken */
  constructor(private readonly onGrow: (bytes: number) => void = () => undefined) {}

  get length(): number {
    return this.rows;
  }

  /** Appends the text; its bytes (UTF-8) are good until the store is forgotten. */
  append(text: string): Buffer {
    // No UTF-16 unit takes more than three bytes.
    const slab = this.slabFor(text.length * 3);
    const start = this.used;
    this.used += slab.write(text, start);
    this.place(this.slabs.length - 1, start, this.used);
    return slab.subarray(start, this.used);
  }

  /** @throws RangeError if there is no such row. */
  text(index: number): string {
    const slab = this.slabs[this.places[3 * index] ?? 0];
    if (!slab || index >= this.rows) throw new RangeError(`there is no row ${index}`);
    return slab.toString('utf8', this.places[3 * index + 1], this.places[3 * index + 2]);
  }

  private slabFor(bytes: number): Buffer {
    const current = this.slabs.at(-1);
    if (current && current.length - this.used >= bytes) return current;
    const wished = current ? Math.min(LAST_SLAB, current.length * 2) : FIRST_SLAB;
    const size = Math.max(wished, bytes);
    this.onGrow(size);
    const slab = Buffer.allocUnsafeSlow(size);
    this.slabs.push(slab);
    this.used = 0;
    return slab;
  }

  private place(slab: number, start: number, end: number): void {
    if (3 * this.rows === this.places.length) {
      this.onGrow(this.rows * PLACE_BYTES);
      const wider = new Uint32Array(this.places.length * 2);
      wider.set(this.places);
      this.places = wider;
    }
    this.places.set([slab, start, end], 3 * this.rows);
    this.rows++;
  }
}

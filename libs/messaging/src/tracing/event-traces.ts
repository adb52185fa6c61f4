/** What some records of one trace have in common. */
export interface EventTrace {
  readonly traceparent: string;
  readonly tenantId: string;
  /** Undefined for what belongs to no sync. */
  readonly syncId: string | undefined;
  /** How many of the records. */
  readonly count: number;
}

/** What records tell of the traces that somebody records. */
export interface EventTraces {
  /** One for each `traceparent`, in the order of the records. */
  readonly traces: readonly EventTrace[];
  /** Records that belong to none of them. */
  readonly untraced: number;
}

/** What stands before `data` is shorter: ids, and two short texts. */
const HEAD_BYTES = 2_048;
/** Attributes of an envelope; inside a text the quotes would be escaped. Of a trace that is sampled, that is. */
const TRACEPARENT = /"traceparent":"(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f][13579bdf])"/;
const NAME = '"traceparent":"';
/** Where the digit with the flag stands in it. */
const FLAG = 54;
const TENANT = /"tenantid":"([a-z0-9-]{1,63})"/;
const SYNC = /"syncid":"([0-9a-f-]{36})"/;

/** Looks at the envelopes alone: whether a record is an event that can be taken is said when it is decoded. */
export function tracesOf(values: Iterable<Buffer | string | null>): EventTraces {
  const traces = new Map<
    string,
    { traceparent: string; tenantId: string; syncId: string | undefined; count: number }
  >();
  let untraced = 0;
  for (const value of values) {
    const head = headOf(value);
    const traceparent = TRACEPARENT.exec(head)?.[1];
    const tenantId = TENANT.exec(head)?.[1];
    const known = traceparent === undefined ? undefined : traces.get(traceparent);
    if (known) known.count += 1;
    else if (traceparent === undefined || tenantId === undefined) untraced += 1;
    else traces.set(traceparent, { traceparent, tenantId, syncId: SYNC.exec(head)?.[1], count: 1 });
  }
  return { traces: [...traces.values()], untraced };
}

/** Told by one byte, since most are not: what can be told so is not decoded. */
function isSampled(value: Buffer | string): boolean {
  const head = typeof value === 'string' ? value.slice(0, HEAD_BYTES) : value.subarray(0, HEAD_BYTES);
  const at = head.indexOf(NAME);
  if (at < 0) return false;
  const flag = head.at(at + NAME.length + FLAG);
  return /[13579bdf]/.test(typeof flag === 'number' ? String.fromCharCode(flag) : (flag ?? ''));
}

/** The envelope's attributes, which come before its data; nothing of a record whose trace is not sampled. */
function headOf(value: Buffer | string | null): string {
  if (value === null || !isSampled(value)) return '';
  const head = typeof value === 'string' ? value.slice(0, HEAD_BYTES) : value.toString('latin1', 0, HEAD_BYTES);
  const end = head.indexOf('"datacontenttype"');
  return end < 0 ? head : head.slice(0, end);
}

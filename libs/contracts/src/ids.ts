import { hash } from 'node:crypto';
import { v7 } from 'uuid';

/** The namespace of every id that PeopleSync derives; fixed for ever, since replay must find the same ids. */
const NAMESPACE = '6f1c1c52-5a0f-5f0e-9a51-6d6f0c1b7a11';
const namespaceBytes = Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex');

/** By the two bits that vary: the rest of this digit says that it is a UUID of RFC 9562. */
const VARIANT = '89ab';

/** Joins parts so that ('a','bc') and ('ab','c') differ. */
const joined = (parts: readonly (string | number)[]): string => JSON.stringify(parts);

/**
 * The same id for the same parts, on every machine: UUID version 5. Written out, in a quarter of the library's time: a
 * first load derives two for every person; a spec proves that both give the same id.
 */
export function derivedId(...parts: readonly (string | number)[]): string {
  const name = joined(parts);
  const bytes = Buffer.allocUnsafe(namespaceBytes.length + Buffer.byteLength(name));
  namespaceBytes.copy(bytes);
  bytes.write(name, namespaceBytes.length);
  const hex = hash('sha1', bytes, 'hex');
  const variant = VARIANT.charAt(Number.parseInt(hex.charAt(16), 16) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A new id that sorts by time: UUID version 7. */
export function newId(): string {
  return v7();
}

/**
 * A person's id. `earlier` counts the persons this EmployeeId was linked to before, erased ones included,
 * so that a recycled EmployeeId never brings back somebody else.
 */
export function personIdOf(tenantId: string, companyId: string, employeeId: string, earlier: number): string {
  return derivedId('person', tenantId, companyId, employeeId, earlier);
}

/** The id of a decision event: sent twice it is the same event. */
export function decisionEventId(syncId: string, type: string, personId: string, sourceVersion: number): string {
  return derivedId('event', syncId, type, personId, sourceVersion);
}

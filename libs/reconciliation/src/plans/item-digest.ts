import { hash } from 'node:crypto';
import { type Left, maskedFields, type PlanItem } from '../verdicts/verdict';

/**
 * SHA-256 over one item's canonical JSON (RFC 8785), 64 lower-case hex digits. The keys, in their order:
 * `kept` (the fields that stay as they are known, in canonical order), `kind` (joined, rejoined, changed, left), `known` (digest of the row that the known record was taken from, or null),
 * `leavingDate` and `status` (of a leaver's row, else null; null too for somebody absent), `person` (person id), `proof` (of a leaver, else null),
 * `row` (digest of the new record; null for a leaver, whose row may be cut down from one day to the next),
 * `version` (the number of the person's event).
 * Employees are in it by their keyed digests alone: it tells nothing about an erased person.
 */
export function itemDigest(item: PlanItem): string {
  const left = item.kind === 'left' ? item : null;
  const canonical = JSON.stringify({
    kept: maskedFields(item),
    kind: item.kind,
    known: item.known?.digest ?? null,
    leavingDate: left?.row?.leavingDate ?? null,
    person: item.personId,
    proof: left?.proof ?? null,
    row: item.kind === 'left' ? null : item.row.digest,
    status: left?.row?.status ?? null,
    version: item.sourceVersion,
  });
  return hash('sha256', canonical);
}

/**
 * The digest under which the record is known once the item is applied: the row's own, unless some fields of it stay as
 * they were; then one that no row ever has.
 */
export function recordDigest({ row, known, ...item }: Exclude<PlanItem, Left>): string {
  const masked = 'masked' in item ? item.masked : [];
  return masked.length === 0 ? row.digest : hash('sha256', JSON.stringify([known?.digest ?? null, row.digest, masked]));
}

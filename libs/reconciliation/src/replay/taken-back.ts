import type { KnownPeople } from '../known/known-people';
import type { KnownPerson } from '../known/known-person';
import { ALWAYS_DUE, type SaidOfPerson, type TenantRecord } from './tenant-record';

/**
 * The tenant once the writer has dropped a plan: its people are what was said of them before and stands (unknown, gone, or
 * here with a record that differs from any answer), unless something was said of them since, which the writer takes. Links
 * and addresses stay as they were said.
 * @param people changed in place
 */
export function takenBack(record: TenantRecord, people: KnownPeople, syncId: string): Partial<TenantRecord> {
  const dropped = record.applied.get(syncId);
  if (!dropped) return {};
  const said = new Map(record.said);
  const rows = new Map(record.base.rows);
  for (const [personId, all] of record.said) {
    const of = all.find((one) => one.syncId === syncId);
    if (!of) continue;
    const rest = all.filter((one) => one.syncId !== syncId);
    said.set(personId, rest);
    if (rest.some(({ number }) => number > dropped.number)) continue;
    const person = people.byId.get(personId);
    for (const employeeId of [of.employeeId, person?.employeeId]) {
      const row = typeof employeeId === 'string' ? rows.get(employeeId) : undefined;
      if (row) rows.set(row.employee.employeeId, { ...row, due: ALWAYS_DUE });
    }
    const stands = rest.at(-1)?.kind ?? null;
    if (!person) continue;
    if (stands === null && !person.imported) people.forget(personId);
    else people.put(asItStands(person, people, { of, stands, takenAt: dropped.takenAt }));
  }
  const applied = new Map([...record.applied].filter(([id]) => id !== syncId));
  return {
    said,
    applied,
    base: { ...record.base, rows },
    // Where nobody is known any more the next plan is a first one.
    knownVersion: people.byId.size > 0 ? record.knownVersion + 1 : 0,
    appliedBefore: [...applied.values()].some(({ leaversOnly }) => !leaversOnly),
  };
}

interface Standing {
  readonly of: SaidOfPerson;
  readonly stands: SaidOfPerson['kind'] | null;
  readonly takenAt: string;
}

function asItStands(person: KnownPerson, people: KnownPeople, { of, stands, takenAt }: Standing): KnownPerson {
  const isGone = stands === 'left' || (stands === null && of.kind === 'rejoined');
  const address = person.employee.email;
  const isFree = of.kind === 'left' && address !== null && people.holderOf(address) === undefined;
  return {
    ...person,
    digest: '',
    active: !isGone,
    missingSince: of.proof === 'absent-twice' && stands !== 'left' ? takenAt : null,
    email: person.email ?? (isFree ? address : null),
  };
}

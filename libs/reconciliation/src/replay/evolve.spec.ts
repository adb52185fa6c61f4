import { CompanyLife, stories } from '../model/company-life.testkit';
import { evolve } from './evolve';
import { RecordedTenant } from './recorded-tenant.testkit';
import { newTenantRecord, type TenantRecord } from './tenant-record';

/** Everything of a record as text. */
const textOf = ({ known, ...rest }: TenantRecord): string =>
  JSON.stringify({ ...rest, known: [...known.byId.values()], former: [...known.former] }, (_, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value,
  );

describe('a record', () => {
  it.each(Object.entries(stories))('is never changed by what happens next: %s', async (_, steps) => {
    const tenant = new RecordedTenant();
    await new CompanyLife(tenant).live(steps);
    let record = newTenantRecord(tenant.tenantId);
    const past: { readonly record: TenantRecord; readonly text: string }[] = [];
    for (const event of tenant.events) {
      past.push({ record, text: textOf(record) });
      record = evolve(record, [event]);
    }
    for (const { record: before, text } of past) expect(textOf(before)).toBe(text);
    // However the events are taken, one by one or all at once.
    expect(textOf(evolve(newTenantRecord(tenant.tenantId), tenant.events))).toBe(textOf(record));
    expect(textOf(tenant.record)).toBe(textOf(record));
  });
});

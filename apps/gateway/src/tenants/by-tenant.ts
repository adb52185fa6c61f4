/** Items of many tenants, each tenant's in the order given. */
export function byTenant<T extends { readonly tenantId: string }>(items: readonly T[]): Map<string, T[]> {
  const grouped = new Map<string, T[]>();
  for (const item of items) {
    const own = grouped.get(item.tenantId);
    if (own) own.push(item);
    else grouped.set(item.tenantId, [item]);
  }
  return grouped;
}

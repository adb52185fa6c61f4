import { Injectable } from '@nestjs/common';
import type { Holder } from '@people-sync/reconciliation';
import type { EntityManager } from 'typeorm';
import { textColumn } from '../database/columns';

/** Active people by tenant and address. */
export type Holders = ReadonlyMap<string, ReadonlyMap<string, Holder>>;

/** Knows who has which address. */
@Injectable()
export class HoldersRepository {
  /** Of these addresses the ones that active people have. */
  async of(tx: EntityManager, claims: readonly { tenantId: string; address: string }[]): Promise<Holders> {
    const found = new Map<string, Map<string, Holder>>();
    if (claims.length === 0) return found;
    const rows = await tx.query<HolderRow[]>(
      `SELECT p.tenant_id, p.email, p.person_id, p.employee_id, p.name
         FROM unnest($1::text[], $2::text[]) AS c(tenant_id, email)
        CROSS JOIN LATERAL (
           SELECT * FROM persons r
            WHERE r.tenant_id = c.tenant_id AND r.email = c.email AND r.state = 'active'
           OFFSET 0
         ) p`,
      [textColumn(claims.map((claim) => claim.tenantId)), textColumn(claims.map((claim) => claim.address))],
    );
    for (const row of rows) {
      const ofTenant = found.get(row.tenant_id) ?? new Map<string, Holder>();
      ofTenant.set(row.email, { personId: row.person_id, employeeId: row.employee_id ?? '', name: row.name });
      found.set(row.tenant_id, ofTenant);
    }
    return found;
  }
}

interface HolderRow {
  tenant_id: string;
  email: string;
  person_id: string;
  employee_id: string | null;
  name: string | null;
}

import type { Licences as LicencesShape } from '@people-sync/contracts/api';
import { Injectable } from '@nestjs/common';
import type { writerV1 } from '@people-sync/platform';
import { licencesInUse, licencesMissing, licencesNextStep } from '@people-sync/wording';
import type { Caller } from '../access/caller';
import { WriterClient } from '../neighbours/writer.client';
import { TenantChanges } from '../tenants/tenant-changes';
import { TenantsRepository } from '../tenants/tenants.repository';
import { type SaidLicences, wanted } from './seats';

/** A tenant's licences, over either door. The writer owns them; the gateway mirrors the number. */
@Injectable()
export class Licences {
  constructor(
    private readonly writer: WriterClient,
    private readonly tenants: TenantsRepository,
    private readonly changes: TenantChanges,
  ) {}

  async get(tenantId: string): Promise<LicencesShape> {
    return shown(await this.writer.calls.getLicences({ tenantId }));
  }

  /** Waiting people get the seats that come free, at once. */
  set({ identity: { actor } }: Caller, tenantId: string, said: SaidLicences): Promise<LicencesShape> {
    const seats = wanted(said);
    const asked = { tenantId, seats: seats ?? undefined, unlimited: seats === null, actor };
    return this.changes.alone(tenantId, async (tx) => {
      const licences = await this.writer.calls.setLicences(asked);
      await this.tenants.setSeats(tx, tenantId, seats);
      return shown(licences);
    });
  }
}

function shown({ seats: limit, active, waiting }: writerV1.Licences): LicencesShape {
  const seats = limit ?? null;
  const facts = { seats, active, waiting };
  return {
    ...facts,
    unlimited: seats === null,
    seatsMissing: licencesMissing(facts),
    message: licencesInUse(facts),
    nextStep: licencesNextStep(facts),
  };
}

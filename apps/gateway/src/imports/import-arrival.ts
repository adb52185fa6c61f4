import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { GrpcError } from '@people-sync/platform';
import { GatewayConfig } from '../gateway.config';
import { WriterClient } from '../neighbours/writer.client';

/** Between two looks: little at first, since most imports are there at once. */
const SOONEST_MS = 20;
const LATEST_MS = 500;

/** When people who were imported can be read: they come into the table by events, a moment after the reconciler took them. */
@Injectable()
export class ImportArrival {
  constructor(
    private readonly config: GatewayConfig,
    private readonly writer: WriterClient,
  ) {}

  /**
   * The change number at which the table has everybody up to this person, who come in their order; empty: it has them
   * already. Null if they are not there within IMPORT_WAITS_MS, or the table cannot be asked: they are taken, and no error of
   * another service may say otherwise.
   */
  async numberOf(tenantId: string, lastPersonId: string): Promise<number | null> {
    const until = performance.now() + this.config.IMPORT_WAITS_MS;
    try {
      for (let wait = SOONEST_MS; !(await this.isThere(tenantId, lastPersonId)); wait = Math.min(2 * wait, LATEST_MS)) {
        if (performance.now() + wait > until) return null;
        await setTimeout(wait);
      }
      return (await this.writer.calls.listPeople({ ...everybody, tenantId })).changeNumber;
    } catch (error) {
      if (error instanceof GrpcError) return null;
      throw error;
    }
  }

  private async isThere(tenantId: string, personId: string): Promise<boolean> {
    if (personId === '') return true;
    const { people } = await this.writer.calls.getPeople({ tenantId, personIds: [personId], asOf: '' });
    return people.length > 0;
  }
}

const everybody = {
  ...{ status: '', search: '', team: '', location: '', department: '', manager: '', reportsTo: '', sort: '' },
  ...{ asOf: '', cursor: '', limit: 1 },
};

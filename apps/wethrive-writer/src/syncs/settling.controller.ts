import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, writerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { LicencesRepository } from '../licences/licences.repository';
import { DropHandler } from './drop.handler';
import { SettleSyncDto } from './settling.dto';
import { SyncsRepository } from './syncs.repository';

/** gRPC `SettleSync` of `peoplesync.writer.v1.Writer`; the .proto file says what it means. */
@Controller()
@AllowServices('gateway')
export class SettlingController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly syncs: SyncsRepository,
    private readonly licences: LicencesRepository,
    private readonly dropping: DropHandler,
  ) {}

  @GrpcMethod(writerV1.WRITER_SERVICE_NAME, 'SettleSync')
  async settleSync({ tenantId, syncId }: SettleSyncDto): Promise<writerV1.SettleSyncResponse> {
    return this.dataSource.transaction(async (tx) => {
      await this.licences.lock(tx, [tenantId]);
      const found = await this.syncs.settled(tx, { tenantId, syncId });
      if (found?.state === 'applied') {
        const { state: outcome, problems, appliedAt, ...counts } = found;
        return { outcome, counts, problems, appliedAt: appliedAt?.toISOString() ?? '' };
      }
      const state = found?.state ?? ((await this.licences.settleDoubt(tx, tenantId)) ? 'lost' : 'waiting');
      if (state === 'lost') await this.dropping.drop(tx, tenantId, syncId, '');
      const dropped = state === 'lost' || state === 'dropped';
      return { outcome: dropped ? 'dropped' : 'waiting', counts: undefined, problems: 0, appliedAt: '' };
    });
  }
}

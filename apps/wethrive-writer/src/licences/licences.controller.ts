import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AllowServices, notFound, writerV1 } from '@people-sync/platform';
import { DataSource } from 'typeorm';
import { GetLicencesDto, SetLicencesDto } from './licences.dto';
import { LicencesRepository } from './licences.repository';
import { type LicenceUse, SetLicencesHandler } from './set-licences.handler';

const SERVICE = writerV1.WRITER_SERVICE_NAME;

/** The licences of gRPC `peoplesync.writer.v1.Writer`; the .proto file says what each call means. */
@Controller()
@AllowServices('gateway')
export class LicencesController {
  constructor(
    private readonly setting: SetLicencesHandler,
    private readonly licences: LicencesRepository,
    private readonly dataSource: DataSource,
  ) {}

  @GrpcMethod(SERVICE, 'SetLicences')
  async setLicences({ tenantId, seats, actor }: SetLicencesDto): Promise<writerV1.Licences> {
    return shown(await this.setting.set(tenantId, seats ?? null, actor === '' ? undefined : actor));
  }

  @GrpcMethod(SERVICE, 'GetLicences')
  async getLicences({ tenantId }: GetLicencesDto): Promise<writerV1.Licences> {
    const licence = await this.licences.find(this.dataSource.manager, tenantId);
    if (!licence) throw notFound();
    return shown(licence);
  }
}

const shown = ({ seats, active, waiting }: LicenceUse): writerV1.Licences => ({
  seats: seats ?? undefined,
  active,
  waiting,
});

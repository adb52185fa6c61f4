import { Module } from '@nestjs/common';
import { MessagingModule } from '@people-sync/messaging';
import { databaseModule, ParkingController } from '@people-sync/platform';
import { Licence } from './licences/licence.entity';
import { LicencesController } from './licences/licences.controller';
import { LicenceCounts } from './licences/licence-counts';
import { LicencesRepository } from './licences/licences.repository';
import { SetLicencesHandler } from './licences/set-licences.handler';
import { CirclesRepository } from './managers/circles.repository';
import { ManagerProblem } from './managers/manager-problem.entity';
import { ManagerProblemsRepository } from './managers/manager-problems.repository';
import { ManagersHandler } from './managers/managers.handler';
import { ProblemsController } from './managers/problems.controller';
import { ReportingHistoryRepository } from './managers/reporting-history.repository';
import { ReportingLinesRepository } from './managers/reporting-lines.repository';
import { writerSchema } from './migrations/writer-schema';
import { AnnouncementHandler } from './people/announcement.handler';
import { HistoryRepository } from './people/history.repository';
import { PeopleController } from './people/people.controller';
import { PeopleRepository } from './people/people.repository';
import { PeopleWritesRepository } from './people/people-writes.repository';
import { Person } from './people/person.entity';
import { PersonVersion } from './people/person-version.entity';
import { ApplyHandler } from './syncs/apply.handler';
import { ChangesHandler } from './syncs/changes.handler';
import { DropHandler } from './syncs/drop.handler';
import { SettlingController } from './syncs/settling.controller';
import { Sync } from './syncs/sync.entity';
import { SyncsRepository } from './syncs/syncs.repository';

/** WeThrive's People table: rows, history and licences. */
@Module({
  imports: [
    databaseModule({ ...writerSchema, entities: [Licence, ManagerProblem, Person, PersonVersion, Sync] }),
    MessagingModule.forService({
      service: 'wethrive-writer',
      groupId: 'wethrive-writer',
      emits: true,
      consumes: true,
    }),
  ],
  controllers: [
    ChangesHandler,
    LicencesController,
    PeopleController,
    ProblemsController,
    SettlingController,
    ParkingController,
  ],
  providers: [
    AnnouncementHandler,
    ApplyHandler,
    DropHandler,
    HistoryRepository,
    LicenceCounts,
    LicencesRepository,
    CirclesRepository,
    ManagerProblemsRepository,
    ManagersHandler,
    PeopleRepository,
    PeopleWritesRepository,
    ReportingHistoryRepository,
    ReportingLinesRepository,
    SetLicencesHandler,
    SyncsRepository,
  ],
})
export class AppModule {}

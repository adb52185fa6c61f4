import type { Schedule } from '@people-sync/contracts/api';
import type { CompanyClient } from './company.client';

/** When syncs start by themselves. */
export class ScheduleApi {
  constructor(private readonly company: CompanyClient) {}

  get(): Promise<Schedule> {
    return this.company.get('/schedule');
  }

  /** Every night at a time that the server chooses, unless somebody chose one before. */
  set(before: Schedule, enabled: boolean): Promise<Schedule> {
    const { time, chosenTime, timeZone, chosenTimeZone } = before;
    return this.company.put('/schedule', {
      enabled,
      ...(chosenTime ? { time } : {}),
      ...(chosenTimeZone ? { timeZone } : {}),
    });
  }
}

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  askCompany,
  type CompanyAnswer,
  Meters,
  type PeopleHrCalls,
  peopleHrCalls,
  PeopleHrHttp,
} from '@people-sync/platform';
import { CredentialsConfig } from '../credentials.config';

/** Somebody waits at the screen. */
const TIMEOUT_MS = 10_000;

/** Asks PeopleHR whose key it is before it is stored. */
@Injectable()
export class CompanyClient implements OnApplicationShutdown {
  private readonly http: PeopleHrHttp;
  private readonly calls: PeopleHrCalls;

  constructor(config: CredentialsConfig, meters: Meters) {
    this.calls = peopleHrCalls(meters, 'GetCompanyInformation');
    this.http = new PeopleHrHttp(config.PEOPLEHR_BASE_URL, {
      connectMs: TIMEOUT_MS,
      firstByteMs: TIMEOUT_MS,
      chunkMs: TIMEOUT_MS,
      // The answer has some hundred bytes: it is there in time, or not at all.
      bytesPerSecond: 100,
      wholeMs: TIMEOUT_MS,
    });
  }

  /** Never throws for an answer of PeopleHR or for the lack of one within 10 s; the key stays out of every error. */
  companyOf(apiKey: string): Promise<CompanyAnswer> {
    return askCompany(this.http, apiKey, this.calls);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  type AnswerTaker,
  askCompany,
  type CompanyAnswer,
  Meters,
  type PeopleHrCalls,
  peopleHrCalls,
  PeopleHrHttp,
} from '@people-sync/platform';
import { FetcherConfig } from '../fetcher.config';

const CONNECT_MS = 10_000;

/** Asks PeopleHR for a whole company; what the bytes say is for `AnswerInProgress`. */
@Injectable()
export class PeopleHrClient implements OnApplicationShutdown {
  /** To be told how a call ended: what the bytes say is known to whoever reads them. */
  readonly calls: PeopleHrCalls;
  private readonly http: PeopleHrHttp;

  constructor(config: FetcherConfig, meters: Meters) {
    this.calls = peopleHrCalls(meters, 'GetAllEmployeeDetail', 'GetCompanyInformation');
    this.http = new PeopleHrHttp(config.PEOPLEHR_BASE_URL, {
      connectMs: CONNECT_MS,
      firstByteMs: config.FIRST_BYTE_TIMEOUT_MS,
      chunkMs: config.CHUNK_TIMEOUT_MS,
      bytesPerSecond: config.MIN_BYTES_PER_SECOND,
      wholeMs: config.READ_TIMEOUT_MS,
    });
  }

  /** GetAllEmployeeDetail, leavers included. @returns and @throws as `PeopleHrHttp.ask` */
  readAll(apiKey: string, taker: AnswerTaker, signal: AbortSignal): Promise<number> {
    return this.http.ask(apiKey, { Action: 'GetAllEmployeeDetail', IncludeLeavers: true }, taker, signal);
  }

  /** The company behind the key. @throws the signal's reason */
  companyOf(apiKey: string, signal: AbortSignal): Promise<CompanyAnswer> {
    return askCompany(this.http, apiKey, this.calls, signal);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}

import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { FailureReason } from '@people-sync/contracts';
import { classifyEnvelope, type Company, companyIn, peopleHrEnvelope, peopleHrUserAgent } from '@people-sync/platform';
import { Agent, request } from 'undici';
import { CredentialsConfig } from '../credentials.config';

/** The company, or why there is none; `said` is PeopleHR's own word, for support. */
export type CompanyAnswer =
  | { readonly ok: true; readonly company: Company }
  | { readonly ok: false; readonly reason: FailureReason; readonly said: string };

const TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 1024 * 1024;

/** Asks PeopleHR whose key it is (GetCompanyInformation): the way to test a key, since it needs no permission ticked. */
@Injectable()
export class CompanyClient implements OnApplicationShutdown {
  private readonly agent = new Agent({ connect: { timeout: TIMEOUT_MS }, keepAliveTimeout: 1_000 });
  private readonly userAgent = peopleHrUserAgent();

  constructor(private readonly config: CredentialsConfig) {}

  /** Never throws for an answer of PeopleHR or for the lack of one within 10 s; the key stays out of every error. */
  async companyOf(apiKey: string): Promise<CompanyAnswer> {
    let envelope;
    try {
      envelope = await this.ask(apiKey);
    } catch {
      return { ok: false, reason: 'unavailable', said: 'no answer' };
    }
    const verdict = classifyEnvelope(envelope, 'object');
    if (!verdict.ok) return verdict;
    const company = companyIn(envelope.value);
    return company ? { ok: true, company } : { ok: false, reason: 'unexpected-answer', said: 'no CompanyId' };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async ask(apiKey: string) {
    const { statusCode, body } = await request(`${this.config.PEOPLEHR_BASE_URL.replace(/\/$/, '')}/Employee`, {
      method: 'POST',
      dispatcher: this.agent,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      headers: { 'content-type': 'application/json', accept: 'application/json', 'user-agent': this.userAgent },
      body: JSON.stringify({ APIKey: apiKey, Action: 'GetCompanyInformation' }),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) throw new Error('the answer is larger than 1 MiB');
      chunks.push(chunk);
    }
    return peopleHrEnvelope(statusCode, Buffer.concat(chunks).toString('utf8'));
  }
}

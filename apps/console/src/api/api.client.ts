import { CompanyApi } from './company.api';
import { CompanyClient } from './company.client';
import { DecisionsApi } from './decisions.api';
import { ExplanationsApi } from './explanations.api';
import { ImportsApi } from './imports.api';
import { IntegrationApi } from './integration.api';
import { LicencesApi } from './licences.api';
import { PeopleApi } from './people.api';
import { PlansApi } from './plans.api';
import { PolicyApi } from './policy.api';
import { ProblemsApi } from './problems.api';
import { RecordApi } from './record.api';
import { ScheduleApi } from './schedule.api';
import { SyncsApi } from './syncs.api';

/** The gateway's HTTP interface for one company, by subject. Every failure is an ApiProblem with a sentence. */
export class ApiClient {
  readonly company: CompanyApi;
  readonly integration: IntegrationApi;
  readonly syncs: SyncsApi;
  readonly plans: PlansApi;
  readonly problems: ProblemsApi;
  readonly decisions: DecisionsApi;
  readonly licences: LicencesApi;
  readonly people: PeopleApi;
  readonly imports: ImportsApi;
  readonly explanations: ExplanationsApi;
  readonly policy: PolicyApi;
  readonly schedule: ScheduleApi;
  readonly record: RecordApi;

  /** @param onSignedOut is called when the server knows this browser no longer. */
  constructor(tenant: string, onSignedOut: () => void) {
    const company = new CompanyClient(tenant, onSignedOut);
    this.company = new CompanyApi(company);
    this.integration = new IntegrationApi(company);
    this.syncs = new SyncsApi(company);
    this.plans = new PlansApi(company);
    this.problems = new ProblemsApi(company);
    this.decisions = new DecisionsApi(company);
    this.licences = new LicencesApi(company);
    this.people = new PeopleApi(company);
    this.imports = new ImportsApi(company);
    this.explanations = new ExplanationsApi(company);
    this.policy = new PolicyApi(company);
    this.schedule = new ScheduleApi(company);
    this.record = new RecordApi(company);
  }
}

import type { ProblemState, ScopeChange, SyncStatus } from '@people-sync/contracts/api';
import type { PeopleQuery } from './people.api';
import type { RecordQuery } from './record.api';

/**
 * What is loaded, by name: the first word is the subject, and whoever says that a subject changed names that word alone.
 * Every query and every change of the page takes its key from here.
 */
export const keys = {
  session: ['session'],
  offer: (offer: unknown) => ['session', 'offer', offer],
  company: ['company'],
  integration: ['integration'],
  schedule: ['integration', 'schedule'],
  licences: ['licences'],

  syncs: ['syncs', 'list'],
  newestSync: ['syncs', 'newest'],
  syncNames: ['syncs', 'names'],
  sync: (id: string | null) => ['syncs', id],
  activePeople: (at: string) => ['people-active', at],

  plan: (syncId: string, status: SyncStatus) => ['plans', syncId, 'whole', status],
  planPeople: (syncId: string, group: string | null) => ['plans', syncId, 'people', group],
  decidedPlan: (syncId: string) => ['plans', syncId, 'decided'],

  /** Whatever is told of problems. */
  problems: ['problems'],
  problemSummary: ['problems', 'summary'],
  problemList: (state: ProblemState) => ['problems', 'list', state],
  problemsOf: (syncId: string) => ['problems', 'of-sync', syncId],

  decisions: ['decisions', 'list'],
  decisionsOf: (syncId: string | null) => ['decisions', 'of-sync', syncId],
  decisionsAbout: (personId: string | null) => ['decisions', 'all', personId],

  people: (asked: PeopleQuery) => ['people', 'list', asked],
  picker: (search: string) => ['people', 'list', 'picker', search],
  filters: ['people', 'filters'],
  person: (id: string | null) => ['people', id],
  reports: (id: string) => ['people', id, 'reports'],
  history: (id: string) => ['people', id, 'history'],
  explanation: (id: string) => ['explanation', id],
  explanationOf: (asked: unknown) => ['explanation', 'of', asked],

  recordEvents: (asked: RecordQuery) => ['record', 'list', asked],
  recordEvent: (id: string | null) => ['record', 'one', id],
  recordFindings: ['record', 'findings'],

  policy: ['policy'],
  usualPolicy: ['policy', 'usual'],
  scopeEffect: (scope: ScopeChange) => ['policy', 'scope-effect', scope],
} as const;

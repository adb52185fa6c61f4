import type { peoplesyncV1 } from '@people-sync/platform';
import type { PersonExportJson } from '../exports/export.dto';
import { decisionMessage, problemMessage } from './case-messages';
import { explanationMessage, personMessage, versionMessage } from './person-messages';

export const exportMessage = (all: PersonExportJson): peoplesyncV1.PersonExport => ({
  person: all.person ? personMessage(all.person) : undefined,
  records: all.records.map(({ kind, fields }) => ({ kind, fields: { ...fields } })),
  versions: all.versions.map(versionMessage),
  explanation: explanationMessage(all.explanation),
  problems: all.problems.map(problemMessage),
  decisions: all.decisions.map(decisionMessage),
  complete: all.complete,
});

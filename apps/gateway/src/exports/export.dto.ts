import { ApiProperty } from '@nestjs/swagger';
import type { reconcilerV1 } from '@people-sync/platform';
import { DecisionView } from '../decisions/decision.dto';
import type { Shape } from '../paging/shape';
import { PersonVersionView, PersonView } from '../people/person.dto';
import { ProblemView } from '../problems/problem.dto';
import { ExplanationView } from '../why/why.dto';

/** What is held of somebody as PeopleHR, or an import, gave it. */
export class PersonRecordView {
  @ApiProperty({
    enum: ['taken-over', 'last-answer'],
    description:
      "taken-over: what the People table was last written from; last-answer: their row in PeopleHR's last answer, if it is not the same",
  })
  kind: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Fields that have a value' })
  fields: Readonly<Record<string, string>>;
}

/** All that is held about one person. */
export class PersonExportView {
  @ApiProperty({ type: PersonView, nullable: true, description: 'null: they never came into the People table' })
  person: PersonView | null;
  @ApiProperty({ type: [PersonRecordView] }) records: readonly PersonRecordView[];
  @ApiProperty({ type: [PersonVersionView], description: 'Newest first' }) versions: readonly PersonVersionView[];
  @ApiProperty({ type: ExplanationView }) explanation: ExplanationView;
  @ApiProperty({ type: [ProblemView], description: 'Settled ones too' }) problems: readonly ProblemView[];
  @ApiProperty({ type: [DecisionView], description: 'Those that hold; the explanation tells of the others' })
  decisions: readonly DecisionView[];
  @ApiProperty({ description: 'false: one of the lists is too long to be whole here; its own address has all of it' })
  complete: boolean;
}
export type PersonExportJson = Shape<PersonExportView>;

/** A record as callers see it. */
export const recordView = ({ kind, fields }: reconcilerV1.Record): Shape<PersonRecordView> => ({
  kind,
  fields: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
});

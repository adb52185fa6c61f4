import type { Person } from '@people-sync/contracts/api';
import { Chip, Stack } from '@mui/material';
import { dayOfInstant } from '../shell/dates';
import { StatusChip } from './people-table';
import type { PersonMarks } from './person-marks';

/** How somebody stands, in a few words each. */
export function PersonChips({ person, marks }: { person: Person; marks: PersonMarks | undefined }) {
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
      <StatusChip status={person.status} />
      {(marks ? labelsOf(person, marks) : []).map(({ label, colour }) => (
        <Chip key={label} size="small" variant="outlined" color={colour} label={label} />
      ))}
    </Stack>
  );
}

interface Label {
  readonly label: string;
  readonly colour: 'default' | 'warning' | 'info';
}

function labelsOf(person: Person, marks: PersonMarks): Label[] {
  const label = (text: string, colour: Label['colour'] = 'default'): Label => ({ label: text, colour });
  return [
    ...(person.notFromPeopleHr ? [label('Not from PeopleHR')] : []),
    ...(marks.missingSince === null
      ? []
      : [label(`Not in PeopleHR since ${dayOfInstant(marks.missingSince)}`, 'warning')]),
    ...(marks.leftOut || marks.isOutOfScope ? [label('Left out by your settings')] : []),
    ...(marks.kept.length > 0 || marks.missingSettled?.kind === 'missing-keep' ? [label('Kept by you', 'info')] : []),
    ...(marks.isProtected ? [label('Protected', 'info')] : []),
  ];
}

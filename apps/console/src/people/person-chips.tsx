import type { Person } from '@people-sync/contracts/api';
import { Chip, Stack } from '@mui/material';
import { dayOfInstant } from '../shell/dates';
import { StatusChip } from './people-table';
import type { Standing } from './person-standing';

/** How somebody stands, in a few words each. */
export function PersonChips({ person, standing }: { person: Person; standing: Standing | undefined }) {
  return (
    <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
      <StatusChip status={person.status} />
      {(standing ? labelsOf(person, standing) : []).map(({ label, colour }) => (
        <Chip key={label} size="small" variant="outlined" color={colour} label={label} />
      ))}
    </Stack>
  );
}

interface Label {
  readonly label: string;
  readonly colour: 'default' | 'warning' | 'info';
}

function labelsOf(person: Person, standing: Standing): Label[] {
  const label = (text: string, colour: Label['colour'] = 'default'): Label => ({ label: text, colour });
  return [
    ...(person.notFromPeopleHr ? [label('Not from PeopleHR')] : []),
    ...(standing.missingSince === null
      ? []
      : [label(`Not in PeopleHR since ${dayOfInstant(standing.missingSince)}`, 'warning')]),
    ...(standing.leftOut || standing.isOutOfScope ? [label('Left out by your settings')] : []),
    ...(standing.kept.length > 0 || standing.missingSettled?.kind === 'missing-keep'
      ? [label('Kept by you', 'info')]
      : []),
    ...(standing.isProtected ? [label('Protected', 'info')] : []),
  ];
}

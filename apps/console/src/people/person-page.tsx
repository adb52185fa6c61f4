import { Alert, Box, Button, Skeleton, Stack } from '@mui/material';
import type { Person } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { isUnknown } from '../api/problem';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { LoadFailed } from '../shell/load-failed';
import { PageTitle } from '../shell/page-title';
import { PersonActions } from './person-actions';
import { PersonChips } from './person-chips';
import { PersonFields } from './person-fields';
import { PersonNotes } from './person-notes';
import { PersonTimeline } from './person-timeline';
import { PersonExplanation } from './person-explanation';
import { useExplanation, usePersonMarks } from './use-person-marks';
import { useWayBack } from './use-way-back';

/** One person: how they stand and why, what can be done about it, and every version of them. */
export function PersonPage() {
  const { api } = useSession();
  const { personId = '' } = useParams();
  const wayBack = useWayBack();
  const person = useQuery({ queryKey: keys.person(personId), queryFn: () => api.people.get(personId) });
  return (
    <Stack spacing={2} sx={{ alignItems: 'flex-start' }}>
      <Button component={Link} to={wayBack.to}>
        Back to People
      </Button>
      {person.isPending && <Skeleton variant="rounded" height={300} sx={{ width: '100%' }} />}
      {person.isLoadingError &&
        (isUnknown(person.error) ? <NotInTable personId={personId} /> : <LoadFailed of={person} />)}
      {person.data && <Shown key={personId} person={person.data} />}
    </Stack>
  );
}

function Shown({ person }: { person: Person }) {
  const marks = usePersonMarks(person.personId);
  return (
    <Stack spacing={3} sx={{ width: '100%' }}>
      <Stack
        direction={{ xs: 'column', sm: 'row' }}
        spacing={2}
        useFlexGap
        sx={{ alignItems: { sm: 'center' }, flexWrap: 'wrap' }}
      >
        <PageTitle>{person.name}</PageTitle>
        <PersonChips person={person} marks={marks} />
        {/* No sync touches those who are not from PeopleHR. */}
        {marks && !person.notFromPeopleHr && <PersonActions person={person} marks={marks} />}
      </Stack>
      <PersonNotes person={person} marks={marks} />
      <Box sx={{ display: 'grid', gap: 3, alignItems: 'start', gridTemplateColumns: { xs: '1fr', md: '5fr 6fr' } }}>
        <PersonFields person={person} />
        <PersonExplanation personId={person.personId} />
      </Box>
      <PersonTimeline personId={person.personId} />
    </Stack>
  );
}

/** Somebody of whom PeopleHR told and who was never added: all there is to say is why, and what somebody said to it. */
function NotInTable({ personId }: { personId: string }) {
  const explanation = useExplanation(personId);
  const marks = usePersonMarks(personId);
  if (explanation.isPending) return null;
  if (explanation.isLoadingError && !isUnknown(explanation.error)) return <LoadFailed of={explanation} />;
  const name = explanation.data?.name ?? 'Nobody';
  const person = { personId, name, status: null };
  return (
    <Stack spacing={2} sx={{ width: '100%', maxWidth: 760 }}>
      <PageTitle>{name}</PageTitle>
      <Alert severity="info">
        {explanation.data ? 'Not in the People table.' : 'There is nobody at this address.'}
      </Alert>
      <PersonNotes person={person} marks={marks} />
      <PersonExplanation personId={personId} />
      {explanation.data && marks && <PersonActions person={person} marks={marks} />}
    </Stack>
  );
}

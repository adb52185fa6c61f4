import { Alert, Button, List, ListItem, ListItemText, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { sentenceOf } from '../api/problem';
import type { Person, PersonVersion } from '../api/people.api';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { StatusChip } from './people-table';

/** One person: how they stand, and every version of them. */
export function PersonPage() {
  const { api } = useSession();
  const { personId = '' } = useParams();
  const person = useQuery({ queryKey: ['people', personId], queryFn: () => api.people.get(personId) });
  const history = useQuery({ queryKey: ['people', personId, 'history'], queryFn: () => api.people.history(personId) });
  if (person.isPending) return <Skeleton variant="rounded" height={300} />;
  if (person.isError) return <Alert severity="error">{sentenceOf(person.error)}</Alert>;
  return (
    <Stack spacing={3} sx={{ alignItems: 'flex-start' }}>
      <Button component={Link} to="/people">
        Back to People
      </Button>
      <Stack direction="row" spacing={2} sx={{ alignItems: 'center' }}>
        <Typography variant="h1">{person.data.name}</Typography>
        <StatusChip status={person.data.status} />
      </Stack>
      <Fields person={person.data} />
      <Typography variant="h2">What happened</Typography>
      {history.isError && <Alert severity="error">{sentenceOf(history.error)}</Alert>}
      <Paper variant="outlined" sx={{ px: 2, width: '100%', maxWidth: 720 }}>
        <List>
          {(history.data?.items ?? []).map((version) => (
            <ListItem key={version.version} disableGutters>
              <ListItemText primary={happened(version)} secondary={shown(version.at)} />
            </ListItem>
          ))}
        </List>
      </Paper>
    </Stack>
  );
}

const fields: readonly [keyof Person, string][] = [
  ['email', 'Email'],
  ['team', 'Team'],
  ['location', 'Location'],
  ['department', 'Department'],
  ['manager', 'Manager'],
];

function Fields({ person }: { person: Person }) {
  return (
    <Paper variant="outlined" sx={{ p: 3, width: '100%', maxWidth: 720 }}>
      <Stack component="dl" spacing={1} sx={{ m: 0 }}>
        {fields.map(([field, label]) => (
          <Stack key={field} direction="row" spacing={2}>
            <Typography component="dt" color="text.secondary" sx={{ width: 120 }}>
              {label}
            </Typography>
            <Typography component="dd" sx={{ m: 0 }}>
              {person[field] ?? 'none'}
            </Typography>
          </Stack>
        ))}
      </Stack>
    </Paper>
  );
}

const fieldNames: Readonly<Record<string, string>> = Object.fromEntries([
  ...fields,
  ['name', 'Name'],
  ['status', 'Status'],
]);

/** One version as a sentence. */
function happened(version: PersonVersion): string {
  switch (version.kind) {
    case 'added':
      return 'Added from PeopleHR';
    case 'imported':
      return 'Was in WeThrive before the first sync';
    case 'deactivated':
      return 'Left: inactive from now on, data kept';
    case 'reactivated':
      return 'Came back: active again';
    case 'waiting':
      return 'Waiting for a licence';
    default: {
      const names = version.changed.map((field) => fieldNames[field] ?? field);
      const email = version.oldEmail ? ` (email was ${version.oldEmail})` : '';
      return `Changed: ${names.join(', ')}${email}`;
    }
  }
}

import { Link as A, Paper, Stack, Typography } from '@mui/material';
import type { Person } from '@people-sync/contracts/api';
import { fieldTitle, whereTheyWork } from '@people-sync/wording/shown';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { Address } from '../shell/address';
import { peopleOf } from '../shell/numbers';
import { reportsLink } from './reports-link';
import { useWayBack } from './use-way-back';

const plain = ['email' as const, ...whereTheyWork];
const ids = ['unit', 'orgEmployeeId', 'weThriveId'] as const;

/** What the People table has of a person. */
export function PersonFields({ person }: { person: Person }) {
  return (
    <Paper variant="outlined" sx={{ p: { xs: 2, sm: 3 } }}>
      <Stack component="dl" spacing={1} sx={{ m: 0 }}>
        {plain.map((field) => (
          <Field key={field} label={fieldTitle(field)}>
            <Address of={person[field] ?? 'none'} />
          </Field>
        ))}
        <Field label={fieldTitle('manager')}>
          <Manager person={person} />
        </Field>
        <Reports of={person} />
        {/* Many companies use none of these. */}
        {ids.map((field) =>
          person[field] === null ? null : (
            <Field key={field} label={fieldTitle(field)}>
              {person[field]}
            </Field>
          ),
        )}
      </Stack>
    </Paper>
  );
}

/** Nothing until it is known that there are any. */
function Reports({ of: { personId } }: { of: Person }) {
  const { api } = useSession();
  const { data: count = 0 } = useQuery({
    queryKey: keys.reports(personId),
    queryFn: () => api.people.countReports(personId),
  });
  if (count === 0) return null;
  return (
    <Field label="Reporting to them">
      <A component={Link} to={reportsLink(personId, 'active')}>
        {peopleOf(count)}
      </A>
    </Field>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Stack direction="row" spacing={2}>
      <Typography component="dt" color="text.secondary" sx={{ width: 150, flexShrink: 0 }}>
        {label}
      </Typography>
      <Typography component="dd" sx={{ m: 0, overflowWrap: 'break-word', minWidth: 0 }}>
        {children}
      </Typography>
    </Stack>
  );
}

/** The manager's own page if it is known who it is; else the name that PeopleHR has. */
function Manager({ person: { manager, reportsTo } }: { person: Person }) {
  const { api } = useSession();
  const { state } = useWayBack();
  const found = useQuery({
    queryKey: keys.person(reportsTo),
    queryFn: () => api.people.get(reportsTo ?? ''),
    enabled: reportsTo !== null,
  });
  if (reportsTo === null) return manager === null ? 'none' : `${manager} (not found among your people)`;
  return (
    <A component={Link} to={`/people/${reportsTo}`} state={state}>
      {found.data?.name ?? manager ?? 'Open'}
    </A>
  );
}

import { Alert, Box, Button, Paper, Skeleton, Stack, Typography } from '@mui/material';
import type { Person } from '@people-sync/contracts/api';
import { fieldTitle, whereTheyWork } from '@people-sync/wording/shown';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/problem';
import { keys } from '../api/query-keys';
import { useSettling } from '../decisions/use-decisions';
import { StatusChip } from '../people/people-table';
import { useSession } from '../session/session-context';
import { LoadFailed } from '../shell/load-failed';
import { Facts } from './facts';
import { GivenAnswer } from './given-answer';
import { candidatesOf, nameOf, rowFacts } from './problem-words';
import type { ToAnswer } from './case-question';

/** What a person compares with the row of PeopleHR. */
const compared = ['name', 'orgEmployeeId', 'email', ...whereTheyWork] as const;

/** 'Is this the same person?': what PeopleHR has on one side, whom it may be on the other. */
export function IdentityCase({ problem, given, waiting }: ToAnswer) {
  const { mayChange } = useSession();
  const { settle } = useSettling();
  const { employeeId } = problem;
  const candidates = candidatesOf(problem);
  const answer = (said: { readonly samePersonAs: string } | { readonly newPerson: true }) => {
    if (employeeId === null) return;
    settle.mutate({ employeeId, ...said, ...(waiting === undefined ? {} : { syncId: waiting }) });
  };
  const mayAnswer = mayChange && !given;
  return (
    <Stack spacing={1.5} sx={{ mt: 0.5 }}>
      <Typography>{problem.message}</Typography>
      <Stack direction={{ xs: 'column', lg: 'row' }} spacing={2} sx={{ alignItems: 'stretch' }}>
        <Side title="In PeopleHR now">
          <Facts facts={rowFacts(problem)} />
          {mayAnswer && (
            <Button
              variant="outlined"
              disabled={settle.isPending}
              onClick={() => answer({ newPerson: true })}
              aria-label={`A new person: ${nameOf(problem)}`}
              sx={{ mt: 1.5 }}
            >
              A new person
            </Button>
          )}
        </Side>
        {candidates.map((personId) => (
          <Candidate
            key={personId}
            personId={personId}
            action={(person) =>
              mayAnswer && (
                <Button
                  variant="outlined"
                  disabled={settle.isPending}
                  onClick={() => answer({ samePersonAs: personId })}
                  aria-label={`Same person: ${nameOf(problem)} is ${person.name}`}
                  sx={{ mt: 1.5 }}
                >
                  Same person
                </Button>
              )
            }
          />
        ))}
      </Stack>
      {given && <GivenAnswer decision={given} name={nameOf(problem)} takesFocus={settle.isSuccess} />}
      {settle.isError && <Alert severity="error">{sentenceOf(settle.error)}</Alert>}
    </Stack>
  );
}

function Candidate({ personId, action }: { personId: string; action: (person: Person) => ReactNode }) {
  const { api } = useSession();
  const person = useQuery({ queryKey: keys.person(personId), queryFn: () => api.people.get(personId) });
  return (
    <Side title="In WeThrive">
      {person.isPending && <Skeleton variant="rounded" height={120} />}
      <LoadFailed of={person} />
      {person.data && (
        <>
          <Facts facts={compared.map((field) => [fieldTitle(field), person.data[field]] as const)} />
          <Box sx={{ mt: 1 }}>
            <StatusChip status={person.data.status} />
          </Box>
          {action(person.data)}
        </>
      )}
    </Side>
  );
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper variant="outlined" sx={{ p: 2, flex: '1 1 0', minWidth: 0 }}>
      <Typography variant="h4" sx={{ mb: 1 }}>
        {title}
      </Typography>
      {children}
    </Paper>
  );
}

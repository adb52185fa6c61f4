import { Alert, Box, Button, Checkbox, Link as A, Stack, Typography } from '@mui/material';
import type { Problem } from '@people-sync/contracts/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { sentenceOf } from '../api/problem';
import { keys } from '../api/query-keys';
import { reportsLink } from '../people/reports-link';
import { useSession } from '../session/session-context';
import { choose, type Chosen, isChosen } from './chosen';
import { IdentityCase } from './identity-case';
import { MissingPerson } from './missing-person';
import { PerhapsLeft } from './perhaps-left';
import { isAboutManager, isIdentityCase, isMissing, isPerhapsLeft, nameOf } from './problem-words';
import type { ToAnswer } from './case-question';

/** One problem: whom it is about, what it is, what can be done here. */
export function OneProblem({
  problem,
  given,
  waiting,
  chosen = null,
  onChoose,
  onGone,
}: ToAnswer & {
  /** Who is to be answered for together; null: each for themselves. */
  chosen?: Chosen | null;
  onChoose?: (chosen: Chosen) => void;
  /** Called when it is set aside: the focus goes on from there. Not given: it cannot be. */
  onGone?: () => void;
}) {
  return (
    <Box
      component="li"
      sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider', '&:last-child': { borderBottom: 0 } }}
    >
      <Stack direction={{ xs: 'column', md: 'row' }} spacing={2} sx={{ alignItems: { md: 'flex-start' } }}>
        {chosen !== null && problem.personId !== null && (
          <Checkbox
            size="small"
            checked={isChosen(chosen, problem.personId)}
            onChange={(_event, isIn) => onChoose?.(choose(chosen, problem.personId ?? '', isIn))}
            slotProps={{ input: { 'aria-label': `Select ${nameOf(problem)}` } }}
            sx={{ alignSelf: 'flex-start' }}
          />
        )}
        <Box sx={{ flexGrow: 1, minWidth: 0 }}>
          <Typography variant="h3">
            <Named problem={problem} />
          </Typography>
          {problem.employeeId !== null && problem.name !== null && !isIdentityCase(problem.code) && (
            <Typography variant="body2" color="text.secondary">
              Employee ID {problem.employeeId}
            </Typography>
          )}
          {isMissing(problem.code) ? (
            <MissingPerson problem={problem} given={given} waiting={waiting} />
          ) : isPerhapsLeft(problem.code) ? (
            <PerhapsLeft problem={problem} given={given} waiting={waiting} />
          ) : isIdentityCase(problem.code) ? (
            <IdentityCase problem={problem} given={given} waiting={waiting} />
          ) : (
            <Typography>{problem.message}</Typography>
          )}
          {isAboutManager(problem.code) && problem.name !== null && (
            <A
              component={Link}
              to={
                problem.personId === null
                  ? `/people?${new URLSearchParams({ manager: problem.name }).toString()}`
                  : reportsLink(problem.personId)
              }
            >
              Who reports to {problem.name}
            </A>
          )}
        </Box>
        {onGone && <SetAside problem={problem} onGone={onGone} />}
      </Stack>
    </Box>
  );
}

function Named({ problem }: { problem: Problem }) {
  const name = nameOf(problem);
  // Of an identity case it is not settled who they are.
  if (problem.personId === null || isIdentityCase(problem.code)) return name;
  return (
    <A component={Link} to={`/people/${problem.personId}`}>
      {name}
    </A>
  );
}

function SetAside({ problem, onGone }: { problem: Problem; onGone: () => void }) {
  const { api, mayChange } = useSession();
  const queries = useQueryClient();
  const setAside = useMutation({
    mutationFn: () => api.problems.setAside(problem.problemId),
    onSuccess: async () => {
      onGone();
      await queries.invalidateQueries({ queryKey: keys.problems });
    },
  });
  if (!mayChange) return null;
  return (
    <Stack spacing={1} sx={{ flexShrink: 0 }}>
      <Button
        color="inherit"
        loading={setAside.isPending}
        onClick={() => setAside.mutate()}
        aria-label={`Set aside: ${nameOf(problem)}`}
      >
        Set aside
      </Button>
      {setAside.isError && <Alert severity="error">{sentenceOf(setAside.error)}</Alert>}
    </Stack>
  );
}

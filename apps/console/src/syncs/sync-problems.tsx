import { Button, Link as A, List, ListItem, ListItemText, Paper, Stack, Typography } from '@mui/material';
import type { Decision, Plan, Problem } from '@people-sync/contracts/api';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { Page } from '../api/page';
import { keys } from '../api/query-keys';
import { useDraft } from '../decisions/use-decisions';
import { GivenAnswer } from '../problems/given-answer';
import { OneProblem } from '../problems/one-problem';
import { givenTo, isMissing, isQuestion, missingSince, nameOf } from '../problems/problem-words';
import { useSession } from '../session/session-context';
import { isMade } from '../plans/plan-words';

/**
 * Whom this sync found something about; what is still open is settled on the page of problems. What the answer of changes
 * says that were not applied is shown here alone, and as long as they wait it is settled for them.
 */
export function SyncProblems({ syncId, plan }: { syncId: string; plan: Plan | null }) {
  const { api } = useSession();
  const problems = useInfiniteQuery<
    Page<Problem>,
    Error,
    InfiniteData<Page<Problem>>,
    readonly unknown[],
    string | null
  >({
    queryKey: keys.problemsOf(syncId),
    queryFn: ({ pageParam }) => api.problems.ofSync(syncId, 100, pageParam),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const found = problems.data?.pages.flatMap(({ items }) => items) ?? [];
  const waits = plan?.state === 'held' && !plan.outdated;
  const isTrue = plan === null || (isMade(plan.state) && !plan.leaversOnly);
  const draft = useDraft(syncId, waits);
  const section = useRef<HTMLDivElement>(null);
  const { hash } = useLocation();
  const isSought = hash === '#problems' && found.length > 0;
  useEffect(() => {
    if (isSought) section.current?.scrollIntoView();
  }, [isSought]);
  if (found.length === 0) return null;
  return (
    <Stack ref={section} spacing={1} id="problems" sx={{ alignItems: 'flex-start' }}>
      <Typography variant="h2">Needs attention</Typography>
      <Typography color="text.secondary">
        {isTrue ? 'What this sync found for the first time.' : NOT_BELIEVED}
        {waits && ' What you answer here counts for these changes, and holds once they are applied.'}{' '}
        <A component={Link} to="/problems">
          See what is still open
        </A>
      </Typography>
      <Paper variant="outlined" sx={waits ? { width: '100%' } : { px: 2, width: '100%' }}>
        <List dense disablePadding={waits}>
          {found.map((problem) =>
            waits && isQuestion(problem.code) ? (
              <OneProblem key={problem.problemId} problem={problem} given={givenTo(problem, draft)} waiting={syncId} />
            ) : (
              <ListItem key={problem.problemId} disableGutters={!waits}>
                <ListItemText primary={nameOf(problem)} secondary={secondaryOf(problem)} />
              </ListItem>
            ),
          )}
        </List>
      </Paper>
      {waits && <Settled draft={draft} shown={found} />}
      {problems.hasNextPage && (
        <Button variant="outlined" loading={problems.isFetchingNextPage} onClick={() => void problems.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

const NOT_BELIEVED =
  'What this answer of PeopleHR says. The changes were not applied, so it is shown here only and not under Problems.';

/** What was settled for the changes and is no question any more: they were judged with it. */
function Settled({ draft, shown }: { draft: readonly Decision[]; shown: readonly Problem[] }) {
  const others = draft.filter((one) => one.kind !== 'kept' && !shown.some((problem) => givenTo(problem, [one])));
  if (others.length === 0) return null;
  return (
    <Stack spacing={1} sx={{ width: '100%' }}>
      <Typography variant="h3">Answered for these changes</Typography>
      {others.map((decision) => (
        <Stack key={decision.decisionId}>
          <Typography>{decision.message}</Typography>
          <GivenAnswer decision={decision} name={decision.name ?? 'this person'} takesFocus={false} />
        </Stack>
      ))}
    </Stack>
  );
}

function secondaryOf(problem: Problem): string {
  const text = isMissing(problem.code) ? `${missingSince(problem)}.` : problem.message;
  return problem.closedAt === null ? text : `Settled. ${text}`;
}

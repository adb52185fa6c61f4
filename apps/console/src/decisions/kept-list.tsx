import type { Decision } from '@people-sync/contracts/api';
import { Alert, Box, Button, Chip, Link as A, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useRef } from 'react';
import { Link } from 'react-router';
import { sentenceOf } from '../api/problem';
import { answerOf } from '../problems/problem-words';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { LoadFailed } from '../shell/load-failed';
import { numberOf } from '../shell/numbers';
import { type KeptSection, sectionsOf } from './kept-sections';
import { UndoRejection } from './undo-rejection';
import { useDecisions, useSettling } from './use-decisions';

/** Everything that somebody decided and that still holds, each to be undone. */
export function KeptList() {
  const kept = useDecisions();
  const { decisions, data, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = kept;
  const heading = useRef<HTMLHeadingElement>(null);
  const sections = sectionsOf(decisions);
  return (
    <Stack spacing={2} sx={{ alignItems: 'flex-start' }}>
      <Typography variant="h2" ref={heading} tabIndex={-1} sx={{ outline: 'none' }}>
        Kept by you, and your other answers
      </Typography>
      <Typography>
        Changes that you said no to, and how you settled cases. Each holds until you undo it, or until PeopleHR has
        something else for the person. Whatever you undo counts from the next sync.
      </Typography>
      {isPending && <Skeleton variant="rounded" height={160} width="100%" />}
      <LoadFailed of={kept} />
      {data && decisions.length === 0 && <Typography>There is nothing here.</Typography>}
      {decisions.length > 0 && (
        <Paper variant="outlined" component="ul" sx={{ width: '100%', m: 0, p: 0, listStyle: 'none' }}>
          {sections.map((section, at) => (
            <OneSection
              key={section.decisions[0].decisionId}
              section={section}
              isWhole={!hasNextPage || at < sections.length - 1}
              onGone={() => heading.current?.focus()}
            />
          ))}
        </Paper>
      )}
      {hasNextPage && (
        <Button variant="outlined" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Stack>
  );
}

/** Every no to the changes of one check under one heading, or a single answer. */
function OneSection({
  section: { syncId, decisions },
  isWhole,
  onGone,
}: {
  section: KeptSection;
  /** No more of it is still to be loaded. */
  isWhole: boolean;
  onGone: () => void;
}) {
  if (syncId === null) return <OneDecision decision={decisions[0]} onGone={onGone} />;
  const many = `${numberOf(decisions.length)}${isWhole ? '' : ' or more'}`;
  return (
    <Box component="li" sx={{ borderBottom: 1, borderColor: 'divider', '&:last-child': { borderBottom: 0 } }}>
      <Stack
        direction={{ xs: 'column', sm: 'row' }}
        spacing={2}
        sx={{ px: 2, py: 1.5, alignItems: { sm: 'center' }, bgcolor: 'action.hover' }}
      >
        <Typography variant="h3" sx={{ flexGrow: 1 }}>
          {many} changes of{' '}
          <A component={Link} to={`/syncs/${syncId}`}>
            one check
          </A>
          , to which you said no
        </Typography>
        <UndoRejection syncId={syncId} many={many} onGone={onGone} />
      </Stack>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {decisions.map((decision) => (
          <OneDecision key={decision.decisionId} decision={decision} onGone={onGone} />
        ))}
      </Box>
    </Box>
  );
}

function OneDecision({ decision, onGone }: { decision: Decision; onGone: () => void }) {
  const { mayChange } = useSession();
  const { undo } = useSettling();
  return (
    <Stack
      component="li"
      direction={{ xs: 'column', sm: 'row' }}
      spacing={2}
      sx={{
        px: 2,
        py: 1.5,
        borderBottom: 1,
        borderColor: 'divider',
        alignItems: { sm: 'center' },
        '&:last-child': { borderBottom: 0 },
      }}
    >
      <Stack spacing={0.5} sx={{ flexGrow: 1, alignItems: 'flex-start' }}>
        {decision.kind !== 'kept' && <Chip size="small" variant="outlined" label={answerOf(decision.kind)} />}
        <Typography>{decision.message}</Typography>
        <Typography variant="body2" color="text.secondary">
          {[decision.decidedBy, shown(decision.decidedAt)].filter((part) => part).join(', ')}
        </Typography>
        {undo.isError && <Alert severity="error">{sentenceOf(undo.error)}</Alert>}
      </Stack>
      {mayChange && (
        <Button
          variant="outlined"
          loading={undo.isPending}
          onClick={() => undo.mutate(decision, { onSuccess: onGone })}
          aria-label={`Undo: ${answerOf(decision.kind)}, ${decision.name ?? decision.employeeId ?? ''}`}
          sx={{ flexShrink: 0 }}
        >
          Undo
        </Button>
      )}
    </Stack>
  );
}

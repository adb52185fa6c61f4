import type { Decision } from '@people-sync/contracts/api';
import { Alert, Button, Stack, Typography } from '@mui/material';
import { useEffect, useRef } from 'react';
import { sentenceOf } from '../api/problem';
import { useSettling } from '../decisions/use-decisions';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { answerOf } from './problem-words';

/** What was answered already, and how to take it back before it counts. */
export function GivenAnswer({
  decision,
  name,
  takesFocus,
}: {
  decision: Decision;
  name: string;
  /** The button that was pressed is gone: whoever pressed it goes on here. */
  takesFocus: boolean;
}) {
  const { mayChange } = useSession();
  const { undo } = useSettling();
  const text = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (takesFocus) text.current?.focus();
  }, [takesFocus]);
  return (
    <Stack direction="row" spacing={2} useFlexGap sx={{ alignItems: 'center', flexWrap: 'wrap', mt: 1 }}>
      <Typography ref={text} tabIndex={-1} sx={{ outline: 'none' }}>
        <strong>{answerOf(decision.kind)}</strong>
        {decision.decidedBy !== '' && `, said ${decision.decidedBy}`} on {shown(decision.decidedAt)}.{' '}
        {decision.tentative ? 'It holds once these changes are applied.' : 'It counts from the next sync.'}
      </Typography>
      {mayChange && (
        <Button
          size="small"
          variant="outlined"
          loading={undo.isPending}
          onClick={() => undo.mutate(decision)}
          aria-label={`Undo the answer about ${name}`}
        >
          Undo
        </Button>
      )}
      {undo.isError && <Alert severity="error">{sentenceOf(undo.error)}</Alert>}
    </Stack>
  );
}

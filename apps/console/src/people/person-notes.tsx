import type { Decision } from '@people-sync/contracts/api';
import { Alert, Button, Stack } from '@mui/material';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/problem';
import { useSession } from '../session/session-context';
import { dayOfInstant } from '../shell/dates';
import { useNotice } from '../shell/notices';
import { ChangeLines } from './change-lines';
import type { LeaveOut, Subject } from './leave-out';
import type { PersonMarks } from './person-marks';
import { useBringBack } from './use-leave-out';

/** What is special about a person, with the next step. */
export function PersonNotes({ person, marks }: { person: Subject; marks: PersonMarks | undefined }) {
  return (
    <Stack spacing={1.5} sx={{ '&:empty': { display: 'none' } }}>
      {marks && marks.missingSince !== null && marks.missingSettled === null && (
        <MissingNote person={person} since={marks.missingSince} />
      )}
      {marks?.missingSettled && <DecisionNote decision={marks.missingSettled} name={person.name} />}
      {marks?.leftOut && <LeftOutNote leftOut={marks.leftOut} person={person} />}
      {marks?.kept.map((decision) => (
        <DecisionNote key={decision.decisionId} decision={decision} name={person.name} />
      ))}
    </Stack>
  );
}

function MissingNote({ person, since }: { person: Subject; since: string }) {
  const { api, mayChange } = useSession();
  const notice = useNotice();
  const queries = useQueryClient();
  const settle = useMutation({
    mutationFn: (missing: 'left' | 'keep') => api.decisions.settle({ personId: person.personId, missing }),
    onSuccess: async (_decision, missing) => {
      notice({
        severity: 'success',
        text:
          missing === 'left'
            ? `${person.name} becomes inactive at the next sync.`
            : `${person.name} stays as they are until PeopleHR has them again.`,
      });
      await queries.invalidateQueries();
    },
  });
  return (
    <Note
      severity="warning"
      error={settle.error}
      actions={
        mayChange && (
          <>
            <Button color="inherit" loading={settle.isPending} onClick={() => settle.mutate('left')}>
              They left
            </Button>
            <Button color="inherit" loading={settle.isPending} onClick={() => settle.mutate('keep')}>
              Keep
            </Button>
          </>
        )
      }
    >
      Not in PeopleHR since {dayOfInstant(since)}. Do you know whether {person.name} left?
    </Note>
  );
}

/** What somebody settled, and its undoing. */
function DecisionNote({ decision, name }: { decision: Decision; name: string }) {
  const { api, mayChange } = useSession();
  const notice = useNotice();
  const queries = useQueryClient();
  const undo = useMutation({
    mutationFn: () => api.decisions.undo(decision.decisionId),
    onSuccess: async () => {
      notice({ severity: 'success', text: `Undone. The next sync decides about ${name} by what PeopleHR says.` });
      await queries.invalidateQueries();
    },
  });
  return (
    <Note
      severity="info"
      error={undo.error}
      actions={
        mayChange && (
          <Button color="inherit" loading={undo.isPending} onClick={() => undo.mutate()}>
            Undo
          </Button>
        )
      }
    >
      {wordsOf(decision)} {byWhom(decision.decidedBy, decision.decidedAt)}
      <ChangeLines changes={decision.changes} />
    </Note>
  );
}

function LeftOutNote({ leftOut, person: { name, status } }: { leftOut: LeaveOut; person: Subject }) {
  const { mayChange } = useSession();
  const bringBack = useBringBack();
  return (
    <Note
      severity="info"
      error={bringBack.error}
      actions={
        mayChange && (
          <Button color="inherit" loading={bringBack.isPending} onClick={() => bringBack.mutate({ ...leftOut, name })}>
            Undo
          </Button>
        )
      }
    >
      Left out by your settings: {ended(leftOut.reason)}
      {(status === 'active' || status === 'waiting') && ' They become inactive at the next sync.'}{' '}
      {byWhom(leftOut.by, leftOut.at)}
    </Note>
  );
}

/** What was decided; what it means stands in how it stands now. */
function wordsOf({ kind, itemKind, message }: Decision): string {
  if (kind === 'missing-left') return 'You said that they left.';
  if (kind === 'missing-keep') return 'Kept by you, although PeopleHR does not have them.';
  return itemKind === 'changed' ? 'Kept by you: this is not taken over from PeopleHR.' : message;
}

const byWhom = (who: string | null, at: string | null): string =>
  who !== null && at !== null ? `Decided by ${who} on ${dayOfInstant(at)}.` : '';

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

function Note(props: { severity: 'info' | 'warning'; actions: ReactNode; error: Error | null; children: ReactNode }) {
  return (
    <Alert severity={props.severity} action={props.actions} sx={{ '& .MuiAlert-action': { whiteSpace: 'nowrap' } }}>
      {props.children}
      {props.error && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {sentenceOf(props.error)}
        </Alert>
      )}
    </Alert>
  );
}

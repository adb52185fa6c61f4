import { Alert, Button, GlobalStyles, LinearProgress, Link as A, Paper, Stack, Typography } from '@mui/material';
import type { Plan, Sync } from '@people-sync/contracts/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { peopleOf } from '../shell/numbers';
import { useUnsaved } from '../shell/unsaved';
import { ApplyDialog } from './apply-dialog';
import { isStale, newerCheckOf, refusalSentence } from './conflicts';
import { leaversOf } from './left-out';
import { applySentence, choiceSentence, effectOfApply, keptByNo, leaversAlone, leaversSentence } from './plan-words';
import { RejectDialog } from './reject-dialog';
import type { Choosing } from './use-left-out';

/** What somebody says to changes that wait; always in sight. */
export function DecideBar({ plan, choosing }: { plan: Plan; choosing: Choosing }) {
  const { api } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'apply' | 'leavers' | 'reject' | null>(null);
  const { leftOut } = choosing;
  const effect = effectOfApply(plan.counts, leftOut);
  const saved = useUnsaved(leftOut.size > 0);
  const decided = {
    onSuccess: (sync: Sync) => {
      setAsking(null);
      saved();
      queries.setQueryData(keys.sync(sync.syncId), sync);
      if (sync.syncId !== plan.syncId) void navigate(`/syncs/${sync.syncId}`, { replace: true });
      // What it led to is told at the top.
      window.scrollTo(0, 0);
      void queries.invalidateQueries();
    },
    onError: async (error: Error) => {
      setAsking(null);
      if (isStale(error)) await queries.invalidateQueries();
    },
  };
  const apply = useMutation({
    mutationFn: () => api.plans.approve(plan.syncId, plan.planHash, [...leftOut.keys()], false),
    ...decided,
  });
  const leaving = leaversAlone(plan, leftOut);
  const letGo = useMutation({
    mutationFn: () => api.plans.approve(plan.syncId, plan.planHash, leaversOf(leftOut), true),
    ...decided,
  });
  const reject = useMutation({
    mutationFn: () => api.plans.reject(plan.syncId, plan.planHash, [...leftOut.keys()]),
    ...decided,
  });
  const putOff = useMutation({ mutationFn: () => api.plans.putOff(plan.syncId, plan.planHash), ...decided });
  const all = [apply, letGo, reject, putOff];
  const refused = all.find(({ error }) => error !== null)?.error;
  const isBusy = all.some(({ isPending }) => isPending);
  const begin = (next: typeof asking) => {
    for (const one of all) one.reset();
    setAsking(next);
  };
  return (
    <Paper
      component="section"
      aria-label="Your decision"
      elevation={6}
      sx={{ position: 'sticky', bottom: 0, zIndex: 10, p: 2, borderTopLeftRadius: 10, borderTopRightRadius: 10 }}
    >
      {/* Whatever gets the focus is not hidden behind the bar. */}
      <GlobalStyles styles={{ html: { scrollPaddingBottom: 140 } }} />
      {refused && <Refused error={refused} />}
      {isBusy && <LinearProgress aria-label="Your decision is on its way" sx={{ mb: 1.5 }} />}
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={2} sx={{ alignItems: { sm: 'center' } }}>
        <Typography role="status" sx={{ flexGrow: 1 }}>
          {apply.isPending
            ? `Your OK is on its way: ${peopleOf(plan.itemCount - leftOut.size)} will be changed. This page shows how far it is.`
            : choiceSentence(effect, leftOut.size)}
        </Typography>
        <Button
          size="large"
          disabled={isBusy}
          loading={putOff.isPending}
          onClick={() => {
            begin(null);
            putOff.mutate();
          }}
        >
          Not now
        </Button>
        <Button variant="outlined" size="large" disabled={isBusy} onClick={() => begin('reject')}>
          Do not apply
        </Button>
        {leaving > 0 && (
          <Button variant="outlined" size="large" disabled={isBusy} onClick={() => begin('leavers')}>
            Apply only the leavers
          </Button>
        )}
        <Button
          variant="contained"
          size="large"
          disabled={isBusy || leftOut.size >= plan.itemCount}
          loading={apply.isPending}
          onClick={() => {
            begin(effect.left > 0 ? 'apply' : null);
            if (effect.left === 0) apply.mutate();
          }}
        >
          Apply
        </Button>
      </Stack>
      <ApplyDialog
        open={asking === 'apply'}
        leaving={effect.left}
        sentence={applySentence(effect)}
        onClose={() => setAsking(null)}
        onApply={() => {
          setAsking(null);
          apply.mutate();
        }}
      />
      <ApplyDialog
        open={asking === 'leavers'}
        leaving={leaving}
        sentence={leaversSentence(leaving)}
        onClose={() => setAsking(null)}
        onApply={() => {
          setAsking(null);
          letGo.mutate();
        }}
      />
      <RejectDialog
        open={asking === 'reject'}
        changes={plan.itemCount}
        kept={keptByNo(plan, leftOut)}
        isBusy={reject.isPending}
        onClose={() => setAsking(null)}
        onReject={() => reject.mutate()}
      />
    </Paper>
  );
}

/** Why nothing was applied, and where to go on. */
function Refused({ error }: { error: unknown }) {
  const newer = newerCheckOf(error);
  return (
    <Alert severity="error" sx={{ mb: 2 }}>
      {refusalSentence(error)}
      {newer !== null && (
        <>
          {' '}
          <A component={Link} to={`/syncs/${newer}`}>
            Look at the newer check
          </A>
        </>
      )}
    </Alert>
  );
}

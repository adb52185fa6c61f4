import { Button, Skeleton, Stack, Typography } from '@mui/material';
import type { Sync } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useParams } from 'react-router';
import { every } from '../api/queries';
import { keys } from '../api/query-keys';
import { DecideBar } from '../plans/decide-bar';
import { PlanSections } from '../plans/plan-sections';
import { PlanSummary } from '../plans/plan-summary';
import { titleOf } from '../plans/plan-words';
import { useLeftOut } from '../plans/use-left-out';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { DownloadButton } from '../shell/download-button';
import { LoadFailed } from '../shell/load-failed';
import { PageTitle } from '../shell/page-title';
import { SyncProblems } from './sync-problems';
import { SyncStanding } from './sync-standing';
import { isHeld, startedBy } from './sync-words';
import { useLiveSync } from './use-live-sync';

/** One sync: its changes to check, and what became of them. */
export function SyncPage() {
  const { syncId = '' } = useParams();
  const sync = useLiveSync(syncId);
  return (
    <Stack spacing={3}>
      <Button component={Link} to="/syncs" sx={{ alignSelf: 'flex-start' }}>
        All syncs
      </Button>
      {sync.isPending && <Skeleton variant="rounded" height={300} />}
      <LoadFailed of={sync} />
      {/* Another sync is another page: nobody stays left out. */}
      {sync.data && <OneSync key={syncId} sync={sync.data} />}
    </Stack>
  );
}

function OneSync({ sync }: { sync: Sync }) {
  const { api, mayChange } = useSession();
  const choosing = useLeftOut();
  const standing = useRef<HTMLDivElement>(null);
  const plan = useQuery({
    queryKey: keys.plan(sync.syncId, sync.status),
    queryFn: () => api.plans.get(sync.syncId),
    enabled: sync.planHash !== null,
    placeholderData: (before) => before,
    refetchInterval: every(sync.status === 'held' ? 15_000 : false),
  });
  const { data } = plan;
  const toDecide = mayChange && isHeld(sync) && data?.state === 'held' && !data.outdated ? data : null;
  useFocusOnceDecided(isHeld(sync), standing);
  return (
    <>
      <Stack direction="row" useFlexGap sx={{ justifyContent: 'space-between', alignItems: 'end', flexWrap: 'wrap' }}>
        <Stack spacing={0.5}>
          <PageTitle>{data ? titleOf(data.state) : `Sync ${sync.syncNumber}`}</PageTitle>
          <Typography color="text.secondary">
            {data && `${sync.mode === 'preview' ? 'Preview' : 'Sync'} ${sync.syncNumber}, `}
            {shown(sync.requestedAt)}, started by: {startedBy(sync)}
          </Typography>
        </Stack>
        {data && data.itemCount > 0 && (
          <DownloadButton
            label="Export as CSV"
            name={`sync-${sync.syncNumber}.csv`}
            load={() => api.plans.csv(sync.syncId)}
          />
        )}
      </Stack>
      <SyncStanding ref={standing} sync={sync} plan={data ?? null} />
      <LoadFailed of={plan} />
      {plan.isLoading && <Skeleton variant="rounded" height={240} />}
      {data && (
        <>
          <PlanSummary plan={data} />
          <PlanSections plan={data} left={sync.applied?.left ?? null} choosing={toDecide && choosing} />
        </>
      )}
      <SyncProblems syncId={sync.syncId} plan={data ?? null} />
      {toDecide && <DecideBar plan={toDecide} choosing={choosing} />}
    </>
  );
}

/** The buttons are gone once it is decided: whoever pressed one goes on at what it led to. */
function useFocusOnceDecided(held: boolean, standing: React.RefObject<HTMLDivElement | null>): void {
  const wasHeld = useRef(held);
  useEffect(() => {
    if (wasHeld.current && !held) standing.current?.focus();
    wasHeld.current = held;
  }, [held, standing]);
}

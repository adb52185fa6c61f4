import { Alert, Box, Button, Skeleton, Stack, Typography } from '@mui/material';
import type { Schedule } from '@people-sync/contracts/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { sentenceOf } from '../api/problem';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { shown } from '../shell/dates';
import { LoadFailed } from '../shell/load-failed';

/** Whether a sync starts by itself every night: offered once one has succeeded, switched on and off with one click. */
export function NightlySync() {
  const { api, mayChange } = useSession();
  const queries = useQueryClient();
  const schedule = useQuery({ queryKey: keys.schedule, queryFn: () => api.schedule.get() });
  const set = useMutation({
    mutationFn: (before: Schedule) => api.schedule.set(before, !before.enabled),
    onSuccess: (after) => queries.setQueryData(keys.schedule, after),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.integration }),
  });
  if (schedule.isPending) return <Skeleton variant="rounded" height={80} />;
  if (schedule.isLoadingError) return <LoadFailed of={schedule} />;
  const { enabled, offered, message } = schedule.data;
  return (
    <Box component="section" aria-labelledby="nightly-sync">
      <Typography variant="h3" id="nightly-sync">
        Nightly sync
      </Typography>
      <Stack
        direction={{ xs: 'column', sm: 'row' }}
        spacing={2}
        sx={{ mt: 1, alignItems: { sm: 'center' }, justifyContent: 'space-between' }}
      >
        <Typography role="status">{sentenceAbout(schedule.data)}</Typography>
        {mayChange && (enabled || offered) && (
          <Button
            variant={enabled ? 'outlined' : 'contained'}
            loading={set.isPending}
            onClick={() => set.mutate(schedule.data)}
            sx={{ flexShrink: 0 }}
          >
            {enabled ? 'Switch off' : 'Sync every night'}
          </Button>
        )}
      </Stack>
      {enabled && message !== null && (
        <Alert severity="warning" sx={{ mt: 1 }}>
          No sync starts at night. {message}
        </Alert>
      )}
      {set.isError && (
        <Alert severity="error" sx={{ mt: 1 }}>
          {sentenceOf(set.error)}
        </Alert>
      )}
    </Box>
  );
}

function sentenceAbout({ enabled, offered, time, timeZone, nextSyncAt }: Schedule): string {
  if (!enabled && !offered) return 'Once a sync has been successful, it can start by itself every night.';
  if (!enabled) return `PeopleHR can be read every night at ${time} (${timeZone}). What needs your OK waits for it.`;
  if (nextSyncAt === null) return `Every night at ${time} (${timeZone}).`;
  return `Every night at ${time} (${timeZone}). Next sync: ${shown(nextSyncAt)}.`;
}

import { Box, Stack, Tab, Tabs } from '@mui/material';
import { Link } from 'react-router';
import { KeptList } from '../decisions/kept-list';
import { useSession } from '../session/session-context';
import { DownloadButton } from '../shell/download-button';
import { numberOf } from '../shell/numbers';
import { PageTitle } from '../shell/page-title';
import { OpenProblems } from './open-problems';
import { SetAsideProblems } from './set-aside-problems';
import { useProblemSummary } from './use-problems';

const tabs = [
  { value: 'open', label: 'To look at', to: '/problems' },
  { value: 'set-aside', label: 'Set aside', to: '/problems/set-aside' },
  { value: 'kept', label: 'Kept by you', to: '/problems/kept' },
] as const;

/** What needs a person's attention, what was set aside, and what was decided. */
export function ProblemsPage({ tab = 'open' }: { tab?: (typeof tabs)[number]['value'] }) {
  const { api } = useSession();
  const open = useProblemSummary().data?.total ?? 0;
  return (
    <Stack spacing={3}>
      <Stack direction="row" sx={{ alignItems: 'baseline', justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <PageTitle>Problems</PageTitle>
        {tab !== 'kept' && (
          <DownloadButton label="Export as CSV" name="problems.csv" load={() => api.problems.csv(tab)} />
        )}
      </Stack>
      <Tabs value={tab} aria-label="Problems">
        {tabs.map(({ value, label, to }) => (
          <Tab
            key={value}
            component={Link}
            to={to}
            replace
            value={value}
            label={value === 'open' && open > 0 ? `${label} (${numberOf(open)})` : label}
            id={`tab-${value}`}
            aria-controls={`panel-${value}`}
          />
        ))}
      </Tabs>
      <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'open' && <OpenProblems />}
        {tab === 'set-aside' && <SetAsideProblems />}
        {tab === 'kept' && <KeptList />}
      </Box>
    </Stack>
  );
}

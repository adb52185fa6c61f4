import { Box, Stack, Tab, Tabs } from '@mui/material';
import { Link } from 'react-router';
import { KeptList } from '../decisions/kept-list';
import { PageTitle } from '../shell/page-title';
import { OpenProblems } from './open-problems';
import { SetAsideProblems } from './set-aside-problems';

const tabs = [
  { value: 'open', label: 'To look at', to: '/problems' },
  { value: 'set-aside', label: 'Set aside', to: '/problems/set-aside' },
  { value: 'kept', label: 'Kept by you', to: '/problems/kept' },
] as const;

/** What needs a person's attention, what was set aside, and what was decided. */
export function ProblemsPage({ tab = 'open' }: { tab?: (typeof tabs)[number]['value'] }) {
  return (
    <Stack spacing={3}>
      <PageTitle>Problems</PageTitle>
      <Tabs value={tab} aria-label="Problems">
        {tabs.map(({ value, label, to }) => (
          <Tab
            key={value}
            component={Link}
            to={to}
            replace
            value={value}
            label={label}
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

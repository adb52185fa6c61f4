import { Box, Paper, Stack, Tab, Tabs, Typography } from '@mui/material';
import { Link } from 'react-router';
import { useSession } from '../session/session-context';
import { PageTitle } from '../shell/page-title';
import { IntegrationsTab } from './integrations-tab';

/** Who is signed in, and what the company is connected to. */
export function ProfilePage({ tab = 'details' }: { tab?: 'details' | 'integrations' }) {
  return (
    <Stack spacing={3}>
      <PageTitle>Profile</PageTitle>
      <Tabs value={tab} aria-label="Profile">
        <Tab
          component={Link}
          to="/profile"
          replace
          value="details"
          label="Your details"
          id="tab-details"
          aria-controls="panel-details"
        />
        <Tab
          component={Link}
          to="/profile/integrations"
          replace
          value="integrations"
          label="Integrations"
          id="tab-integrations"
          aria-controls="panel-integrations"
        />
      </Tabs>
      <Box role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'integrations' ? <IntegrationsTab /> : <Details />}
      </Box>
    </Stack>
  );
}

const roleNames: Readonly<Record<string, string>> = {
  'peoplesync.admin': 'Administrator',
  'peoplesync.platform': 'WeThrive platform',
  'peoplesync.auditor': 'Auditor (may look, not change)',
};

function Details() {
  const { session, company } = useSession();
  return (
    <Paper variant="outlined" sx={{ p: 3, maxWidth: 640 }}>
      <Stack
        component="dl"
        spacing={1}
        sx={{ m: 0, '& dt': { color: 'text.secondary' }, '& dd': { m: 0, mb: 1, fontWeight: 600 } }}
      >
        <Box>
          <dt>Signed in as</dt>
          <dd>{session.subject}</dd>
        </Box>
        <Box>
          <dt>Company</dt>
          <dd>{company.name}</dd>
        </Box>
        <Box>
          <dt>You are</dt>
          <dd>{session.roles.map((role) => roleNames[role] ?? role).join(', ')}</dd>
        </Box>
        <Box>
          <dt>Times are shown in</dt>
          <dd>{company.timeZone}</dd>
        </Box>
      </Stack>
      <Typography sx={{ mt: 1 }}>To connect your company&rsquo;s PeopleHR, open the Integrations tab.</Typography>
    </Paper>
  );
}

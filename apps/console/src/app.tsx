import { Button, Stack, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, Route, Routes } from 'react-router';
import { ImportPage } from './imports/import-page';
import { PeoplePage } from './people/people-page';
import { PersonPage } from './people/person-page';
import { WhyPage } from './people/why-page';
import { ProblemsPage } from './problems/problems-page';
import { ProfilePage } from './profile/profile-page';
import { useSession } from './session/session-context';
import { SettingsPage } from './settings/settings-page';
import { Shell } from './shell/shell';
import { SyncPage } from './syncs/sync-page';
import { SyncsPage } from './syncs/syncs-page';

/** All pages. */
export function App() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Start />} />
        <Route path="people" element={<PeoplePage />} />
        <Route path="people/import" element={<ImportPage />} />
        <Route path="people/:personId" element={<PersonPage />} />
        <Route path="why" element={<WhyPage />} />
        <Route path="syncs" element={<SyncsPage />} />
        <Route path="syncs/:syncId" element={<SyncPage />} />
        <Route path="problems" element={<ProblemsPage />} />
        <Route path="problems/set-aside" element={<ProblemsPage tab="set-aside" />} />
        <Route path="problems/kept" element={<ProblemsPage tab="kept" />} />
        <Route path="settings" element={<SettingsPage />} />
        <Route path="profile" element={<ProfilePage />} />
        <Route path="profile/integrations" element={<ProfilePage tab="integrations" />} />
        <Route path="*" element={<NotFound />} />
      </Route>
    </Routes>
  );
}

/** Somebody whose PeopleHR is not connected begins at the profile, where it is done; everybody else at the people. */
function Start() {
  const { api } = useSession();
  const integration = useQuery({ queryKey: ['integration'], queryFn: () => api.integration.get() });
  if (integration.isPending) return null;
  return <Navigate replace to={integration.data?.status === 'not-connected' ? '/profile' : '/people'} />;
}

function NotFound() {
  return (
    <Stack spacing={2} sx={{ alignItems: 'flex-start' }}>
      <Typography variant="h1">There is no such page</Typography>
      <Button component={Link} to="/people" variant="contained">
        Go to People
      </Button>
    </Stack>
  );
}

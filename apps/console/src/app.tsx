import { Button, Stack } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { Link, Navigate, Route, Routes } from 'react-router';
import { keys } from './api/query-keys';
import { PeoplePage } from './people/people-page';
import { ProfilePage } from './profile/profile-page';
import { useSession } from './session/session-context';
import { PageTitle } from './shell/page-title';
import { Shell } from './shell/shell';
import { Unsaved } from './shell/unsaved';
import { SyncsPage } from './syncs/syncs-page';

// Pages that nobody sees first come when they are asked for.
const ImportPage = lazy(async () => ({ default: (await import('./imports/import-page')).ImportPage }));
const PersonPage = lazy(async () => ({ default: (await import('./people/person-page')).PersonPage }));
const ExplanationPage = lazy(async () => ({ default: (await import('./people/explanation-page')).ExplanationPage }));
const ProblemsPage = lazy(async () => ({ default: (await import('./problems/problems-page')).ProblemsPage }));
const AuditPage = lazy(async () => ({ default: (await import('./record/audit-page')).AuditPage }));
const AuditEventPage = lazy(async () => ({ default: (await import('./record/event-page')).AuditEventPage }));
const SettingsPage = lazy(async () => ({ default: (await import('./settings/settings-page')).SettingsPage }));
const SyncPage = lazy(async () => ({ default: (await import('./syncs/sync-page')).SyncPage }));

/** All pages. */
export function App() {
  return (
    <Unsaved>
      <Pages />
    </Unsaved>
  );
}

function Pages() {
  return (
    <Routes>
      <Route element={<Shell />}>
        <Route index element={<Start />} />
        <Route path="people" element={<PeoplePage />} />
        <Route path="people/import" element={<ImportPage />} />
        <Route path="people/:personId" element={<PersonPage />} />
        <Route path="why" element={<ExplanationPage />} />
        <Route path="syncs" element={<SyncsPage />} />
        <Route path="syncs/:syncId" element={<SyncPage />} />
        <Route path="problems" element={<ProblemsPage />} />
        <Route path="problems/set-aside" element={<ProblemsPage tab="set-aside" />} />
        <Route path="problems/kept" element={<ProblemsPage tab="kept" />} />
        <Route path="audit" element={<AuditPage />} />
        <Route path="audit/:eventId" element={<AuditEventPage />} />
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
  const integration = useQuery({ queryKey: keys.integration, queryFn: () => api.integration.get() });
  if (integration.isPending) return null;
  return <Navigate replace to={integration.data?.status === 'not-connected' ? '/profile' : '/people'} />;
}

function NotFound() {
  return (
    <Stack spacing={2} sx={{ alignItems: 'flex-start' }}>
      <PageTitle>There is no such page</PageTitle>
      <Button component={Link} to="/people" variant="contained">
        Go to People
      </Button>
    </Stack>
  );
}

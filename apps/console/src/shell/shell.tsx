import { AppBar, Button, Container, Link, Skeleton, Stack, Toolbar, Typography } from '@mui/material';
import { Suspense, useRef } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { useSession } from '../session/session-context';
import { PageBoundary } from './page-boundary';
import { useArrival } from './use-arrival';

const places = [
  { to: '/people', label: 'People' },
  { to: '/problems', label: 'Problems' },
  { to: '/syncs', label: 'Syncs' },
  { to: '/settings', label: 'Settings' },
  { to: '/profile', label: 'Profile' },
];

/** The frame of every page: where one can go, and who is signed in. */
export function Shell() {
  const { session, signOut } = useSession();
  const content = useRef<HTMLElement>(null);
  useArrival(content);
  const { pathname } = useLocation();
  return (
    <>
      <Link
        href="#content"
        sx={{
          position: 'absolute',
          left: -9999,
          '&:focus': { left: 8, top: 8, zIndex: 2000, bgcolor: 'background.paper', p: 1 },
        }}
      >
        Skip to the content
      </Link>
      <AppBar position="static" elevation={0}>
        <Toolbar sx={{ flexWrap: 'wrap', py: { xs: 1, md: 0 } }}>
          <Typography component="span" sx={{ fontWeight: 700, fontSize: '1.15rem', mr: 4 }}>
            WeThrive PeopleSync
          </Typography>
          <Stack
            component="nav"
            aria-label="Main"
            direction="row"
            spacing={1}
            useFlexGap
            sx={{ flexGrow: 1, flexWrap: 'wrap' }}
          >
            {places.map((place) => (
              <Button
                key={place.to}
                component={NavLink}
                to={place.to}
                color="inherit"
                sx={{ '&.active': { bgcolor: 'rgba(255,255,255,0.2)' } }}
              >
                {place.label}
              </Button>
            ))}
          </Stack>
          <Typography variant="body2" sx={{ mr: 2, display: { xs: 'none', md: 'block' } }}>
            {session.subject}
          </Typography>
          <Button color="inherit" onClick={signOut}>
            Sign out
          </Button>
        </Toolbar>
      </AppBar>
      <Container
        component="main"
        ref={content}
        id="content"
        tabIndex={-1}
        maxWidth="xl"
        sx={{ py: 4, outline: 'none' }}
      >
        <PageBoundary at={pathname}>
          <Suspense fallback={<Skeleton variant="rounded" height={300} />}>
            <Outlet />
          </Suspense>
        </PageBoundary>
      </Container>
    </>
  );
}

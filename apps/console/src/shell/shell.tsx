import { AppBar, Box, Container, Link, Skeleton, Toolbar, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { Outlet, useLocation } from 'react-router';
import { sentenceOf } from '../api/problem';
import { useProblemSummary } from '../problems/use-problems';
import { useSession } from '../session/session-context';
import { tabs } from '../session/tabs';
import { LostConnection } from './lost-connection';
import { NarrowMenu, WideMenu } from './menus';
import { useNotice } from './notices';
import { PageBoundary } from './page-boundary';
import { useLeave } from './unsaved';
import { useArrival } from './use-arrival';

/** The frame of every page: where one can go, who is signed in, and whether the server answers. */
export function Shell() {
  const { session, company } = useSession();
  const content = useRef<HTMLElement>(null);
  useArrival(content);
  useNewsOfOtherTabs();
  const signOut = useSignOut();
  const { pathname } = useLocation();
  const problems = useProblemSummary().data?.total ?? 0;
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
        <Toolbar sx={{ gap: { xs: 1, md: 3 } }}>
          <Typography component="span" noWrap sx={{ fontWeight: 700, fontSize: '1.15rem', flexShrink: 0 }}>
            WeThrive PeopleSync
          </Typography>
          <WideMenu problems={problems} onSignOut={signOut}>
            <Box sx={{ minWidth: 0, textAlign: 'right' }}>
              <Typography variant="body2" noWrap sx={{ fontWeight: 600 }}>
                {company.name}
              </Typography>
              <Typography variant="caption" noWrap sx={{ display: { xs: 'none', lg: 'block' } }}>
                {session.subject}
              </Typography>
            </Box>
          </WideMenu>
          <NarrowMenu company={company.name} problems={problems} onSignOut={signOut} />
        </Toolbar>
      </AppBar>
      <Container
        component="main"
        ref={content}
        id="content"
        tabIndex={-1}
        maxWidth="xl"
        sx={{ py: { xs: 2, sm: 4 }, outline: 'none' }}
      >
        <LostConnection />
        <PageBoundary at={pathname}>
          <Suspense fallback={<Skeleton variant="rounded" height={300} />}>
            <Outlet />
          </Suspense>
        </PageBoundary>
      </Container>
    </>
  );
}

/** What was changed in another tab is looked at anew. */
function useNewsOfOtherTabs(): void {
  const queries = useQueryClient();
  useEffect(() => tabs.listen((news) => void (news === 'change' && queries.invalidateQueries())), [queries]);
}

/** Signs out, after asking if something would be lost; says so if the server could not be told. */
function useSignOut(): () => void {
  const { signOut } = useSession();
  const notice = useNotice();
  const leave = useLeave();
  return () =>
    leave(() => {
      signOut().catch((error: unknown) =>
        notice({ severity: 'error', text: `You are still signed in. ${sentenceOf(error)}` }),
      );
    });
}

import { Button, CircularProgress, Stack, Typography } from '@mui/material';
import type { Session } from '@people-sync/contracts/api';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { ApiClient } from '../api/api.client';
import { isUnknown, sentenceOf } from '../api/problem';
import { keys } from '../api/query-keys';
import { showTimesIn } from '../shell/dates';
import { AskFirst } from './ask-first';
import { companyInAddress } from './company-in-address';
import { DoorPage } from './door-page';
import { SessionContext, type SignedIn } from './session-context';
import { SignIn } from './sign-in';
import { useSignIn } from './use-sign-in';

const mayChangeRoles = ['peoplesync.admin', 'peoplesync.platform'];

interface Ways {
  readonly signOut: () => Promise<void>;
  /** Called when the server knows this browser no longer. */
  readonly signedOut: () => void;
}

/** Shows its children to somebody who is signed in for one company, and to everybody else how to get there. */
export function SessionGate({ children }: { children: ReactNode }) {
  const signingIn = useSignIn();
  switch (signingIn.step) {
    case 'looking':
      return <Looking />;
    case 'away':
      return <Away sentence={signingIn.sentence} onRetry={signingIn.retry} />;
    case 'stranger':
      return <SignIn problem={signingIn.problem} onPaste={signingIn.paste} />;
    case 'asked':
      return (
        <AskFirst
          current={signingIn.current}
          offered={signingIn.offered}
          problem={signingIn.problem}
          isBusy={signingIn.isBusy}
          onAccept={signingIn.accept}
          onDecline={signingIn.decline}
        />
      );
    case 'in': {
      const { session } = signingIn;
      const tenant = session.tenant ?? companyInAddress();
      if (tenant === null) return <NoCompany onSignOut={() => void signingIn.signOut()} />;
      // Somebody else, or another company, begins anew.
      const holder = [session.subject, tenant, ...session.roles].join(' ');
      return (
        <ForCompany key={holder} session={session} tenant={tenant} ways={signingIn}>
          {children}
        </ForCompany>
      );
    }
  }
}

function ForCompany(props: { session: Session; tenant: string; ways: Ways; children: ReactNode }) {
  const { session, tenant } = props;
  const { signOut, signedOut } = props.ways;
  const api = useMemo(() => new ApiClient(tenant, signedOut), [tenant, signedOut]);
  const { data: company, error, refetch } = useQuery({ queryKey: keys.company, queryFn: () => api.company.get() });
  // Before anything below is shown.
  if (company) showTimesIn(company.timeZone);
  const signedIn = useMemo<SignedIn | null>(
    () =>
      company
        ? { api, session, company, mayChange: session.roles.some((role) => mayChangeRoles.includes(role)), signOut }
        : null,
    [api, session, company, signOut],
  );
  if (signedIn) return <SessionContext value={signedIn}>{props.children}</SessionContext>;
  if (isUnknown(error)) return <NoCompany onSignOut={() => void signOut()} />;
  if (error) return <Away sentence={sentenceOf(error)} onRetry={() => void refetch()} />;
  return <Looking />;
}

function Looking() {
  return (
    <Stack role="status" aria-label="Signing in" sx={{ alignItems: 'center', pt: 12 }}>
      <CircularProgress aria-hidden />
    </Stack>
  );
}

function Away({ sentence, onRetry }: { sentence: string; onRetry: () => void }) {
  return (
    <DoorPage title="PeopleSync does not answer">
      <Typography role="status">{sentence} The page goes on by itself as soon as PeopleSync answers.</Typography>
      <Button variant="contained" onClick={onRetry} sx={{ alignSelf: 'flex-start' }}>
        Try again
      </Button>
    </DoorPage>
  );
}

function NoCompany({ onSignOut }: { onSignOut: () => void }) {
  return (
    <DoorPage title="Which company?">
      <Typography>
        You are signed in for all companies, and this address names none that PeopleSync knows. Open the address of a
        company, or sign out and use a link for one.
      </Typography>
      <Button variant="contained" onClick={onSignOut} sx={{ alignSelf: 'flex-start' }}>
        Sign out
      </Button>
    </DoorPage>
  );
}

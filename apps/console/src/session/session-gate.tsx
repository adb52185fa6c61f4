import { CircularProgress, Stack } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { ApiClient } from '../api/api.client';
import { sentenceOf } from '../api/problem';
import { sessionOf } from '../api/session.client';
import { SessionContext, type SignedIn } from './session-context';
import { SignIn } from './sign-in';
import { dropToken, keepToken, takeToken } from './token';

const mayChangeRoles = ['peoplesync.admin', 'peoplesync.platform'];

/** Shows its children to somebody with a valid token for one company, and the sign-in page to everybody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [token, setToken] = useState(takeToken);
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['session', token],
    queryFn: async () => (token === null ? null : ((await sessionOf(token)) ?? null)),
    retry: 1,
    staleTime: Infinity,
  });
  const signOut = useCallback(() => {
    dropToken();
    queries.clear();
    setToken(null);
  }, [queries]);
  const signedIn = useMemo<SignedIn | null>(() => {
    const session = query.data;
    // The platform's token names no company: it opens the one in the address (?tenant=…).
    const tenant = session?.tenant ?? new URLSearchParams(location.search).get('tenant');
    if (token === null || !session || tenant === null) return null;
    return {
      api: new ApiClient(token, tenant, signOut),
      session,
      tenant,
      mayChange: session.roles.some((role) => mayChangeRoles.includes(role)),
      signOut,
    };
  }, [query.data, token, signOut]);

  if (token !== null && query.isPending) {
    return (
      <Stack role="status" aria-label="Signing in" sx={{ alignItems: 'center', pt: 12 }}>
        <CircularProgress aria-hidden />
      </Stack>
    );
  }
  if (!signedIn) {
    const refused = token !== null && !query.isError;
    return (
      <SignIn
        problem={
          query.isError
            ? sentenceOf(query.error)
            : refused
              ? 'This access token is not accepted, or is no longer valid. Open WeThrive again, or paste a new one.'
              : null
        }
        onToken={(pasted) => {
          keepToken(pasted);
          setToken(pasted);
        }}
      />
    );
  }
  return <SessionContext value={signedIn}>{children}</SessionContext>;
}

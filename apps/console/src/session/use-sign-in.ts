import type { Session } from '@people-sync/contracts/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, sentenceOf } from '../api/problem';
import { keys } from '../api/query-keys';
import { SessionClient, type SignInWith } from '../api/session.client';
import { arrival } from './arrival';
import { isSameHolder, needsWord, rememberCompany, rememberedCompany } from './holder';
import { offerFrom, takeOffer } from './sign-in-link';
import { tabs } from './tabs';

const client = new SessionClient();
const KEY = keys.session;

const USED_UP =
  'This link was used already, or is too old: a link opens PeopleSync once, within ten minutes. Open PeopleSync from WeThrive again, or get a new link.';
const NOT_ACCEPTED =
  'This is not accepted, was used already, or is no longer valid. Open PeopleSync from WeThrive again, or paste a new link.';
const ENDED = 'You were signed out. Sign in again to go on where you were.';

interface Offer {
  readonly with: SignInWith;
  /** Somebody pasted it here: they mean it. */
  readonly pasted: boolean;
}

/** How far somebody is with signing in. */
export type SigningIn =
  | { readonly step: 'looking' }
  | { readonly step: 'away'; readonly sentence: string; readonly retry: () => void }
  | {
      readonly step: 'stranger';
      readonly problem: string | null;
      readonly isBusy: boolean;
      readonly paste: (text: string) => void;
    }
  | {
      readonly step: 'asked';
      readonly current: Session | null;
      readonly offered: Session;
      readonly problem: string | null;
      readonly isBusy: boolean;
      readonly accept: () => void;
      readonly decline: () => void;
    }
  | { readonly step: 'in'; readonly session: Session };

/** Who is signed in with this browser, and what a link or something pasted offers. */
export function useSignIn(): SigningIn & { readonly signOut: () => Promise<void>; readonly signedOut: () => void } {
  const queries = useQueryClient();
  const [offer, setOffer] = useState<Offer | null>(() => offered(arrival));
  const [problem, setProblem] = useState<string | null>(null);
  const tried = useRef<Offer | null>(null);
  const wasIn = useRef(false);

  /** Somebody else's data go before somebody else is seen. */
  const changeTo = useCallback(
    (next: Session | null): void => {
      const before = queries.getQueryData<Session | null>(KEY);
      if (before && (!next || !isSameHolder(before, next))) {
        queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== KEY[0] });
      }
    },
    [queries],
  );
  /** An answer that is on its way is older than what was just done or heard of: nobody is in, or out, by it. */
  const forgetOlder = useCallback(() => queries.cancelQueries({ queryKey: KEY, exact: true }), [queries]);
  const look = useCallback(() => {
    void forgetOlder().then(() => queries.invalidateQueries({ queryKey: KEY, exact: true }));
  }, [queries, forgetOlder]);
  const session = useQuery({
    queryKey: KEY,
    queryFn: async ({ signal }) => {
      const current = await client.current(signal);
      changeTo(current);
      return current;
    },
    refetchOnWindowFocus: 'always',
  });
  const preview = useQuery({
    queryKey: keys.offer(offer),
    queryFn: () => (offer ? client.preview(offer.with) : null),
    enabled: offer !== null && session.isSuccess,
    staleTime: Infinity,
    gcTime: 0,
  });
  const signIn = useMutation({
    mutationFn: ({ offer: { with: given }, replace }: { offer: Offer; replace: boolean }) =>
      client.signIn(given, replace),
    onSuccess: async (next) => {
      rememberCompany(next);
      await forgetOlder();
      changeTo(next);
      setOffer(null);
      setProblem(null);
      queries.setQueryData(KEY, next);
      tabs.tell('session');
    },
    onError: (error, { offer: { pasted } }) => {
      if (!(error instanceof ApiProblem)) return;
      if (error.status === 401) {
        setProblem(pasted ? NOT_ACCEPTED : USED_UP);
        setOffer(null);
      }
      // Another tab was faster: it is seen who is in now, then it is asked.
      if (error.code === 'other-session') look();
    },
  });

  useEffect(() => tabs.listen((news) => news === 'session' && look()), [look]);
  useEffect(() => {
    // A link that is opened where the page is open already changes the fragment only.
    const arrive = (): void => setOffer((before) => offered(takeOffer()) ?? before);
    window.addEventListener('hashchange', arrive);
    return () => window.removeEventListener('hashchange', arrive);
  }, []);

  const current = session.data ?? null;
  const refused = offer !== null && preview.data === null && preview.isSuccess;
  const known = offer !== null && preview.data ? preview.data : null;
  const isMeant =
    known !== null && ((offer?.pasted === true && current === null) || !needsWord(current, known, rememberedCompany()));
  const { mutate } = signIn;
  useEffect(() => {
    if (refused) {
      setProblem(offer.pasted ? NOT_ACCEPTED : USED_UP);
      setOffer(null);
    } else if (isMeant && offer !== null && tried.current !== offer) {
      tried.current = offer;
      mutate({ offer, replace: false });
    }
  }, [refused, isMeant, offer, mutate]);
  useEffect(() => {
    if (current !== null) wasIn.current = true;
  }, [current]);

  const signOut = useCallback(async () => {
    await client.signOut();
    await forgetOlder();
    wasIn.current = false;
    changeTo(null);
    queries.setQueryData(KEY, null);
    tabs.tell('session');
  }, [changeTo, forgetOlder, queries]);
  const common = { signOut, signedOut: look };

  const isArriving = current === null && offer !== null;
  const failure =
    session.data === undefined ? session.error : isArriving ? (preview.error ?? (isMeant ? signIn.error : null)) : null;
  if (failure) {
    const retry = (): void => {
      tried.current = null;
      signIn.reset();
      void session.refetch();
      if (offer !== null) void preview.refetch();
    };
    return { ...common, step: 'away', sentence: sentenceOf(failure), retry };
  }
  if (session.isPending || (isArriving && (known === null || isMeant))) return { ...common, step: 'looking' };
  if (known !== null && offer !== null && !isMeant) {
    return {
      ...common,
      step: 'asked',
      current,
      offered: known,
      problem: signIn.isError ? sentenceOf(signIn.error) : null,
      isBusy: signIn.isPending,
      accept: () => mutate({ offer, replace: true }),
      decline: () => setOffer(null),
    };
  }
  if (current === null) {
    const paste = (text: string): void => {
      setProblem(null);
      setOffer({ with: offerFrom(text), pasted: true });
    };
    return { ...common, step: 'stranger', problem: problem ?? (wasIn.current ? ENDED : null), isBusy: false, paste };
  }
  return { ...common, step: 'in', session: current };
}

const offered = (given: SignInWith | null): Offer | null => (given === null ? null : { with: given, pasted: false });

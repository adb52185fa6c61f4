import { MutationCache, QueryClient } from '@tanstack/react-query';
import { tabs } from '../session/tabs';
import { ApiProblem } from './problem';

/** What could not be loaded is asked for again so often, in milliseconds. */
const RECOVER_MS = 5000;

/** True for what may be good the next time: the server is away or busy; not for a refusal. */
export const isPassing = (error: Error | null): boolean =>
  error !== null && (!(error instanceof ApiProblem) || [0, 429].includes(error.status) || error.status >= 500);

/** `refetchInterval` of what is looked at again and again, and sooner if it could not be loaded. */
export const every =
  (milliseconds: number | false) =>
  ({ state }: { state: { error: Error | null } }): number | false =>
    isPassing(state.error) ? RECOVER_MS : milliseconds;

/** Holds what was loaded. What could not be loaded is asked for again by itself; what is changed here, other tabs hear of. */
export const makeQueries = (): QueryClient =>
  new QueryClient({
    mutationCache: new MutationCache({ onSuccess: () => tabs.tell('change') }),
    defaultOptions: {
      // The server may be on this machine: whether there is a network is not for the browser to say.
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && isPassing(error),
        refetchInterval: every(false),
        refetchOnWindowFocus: true,
        staleTime: 5000,
      },
    },
  });

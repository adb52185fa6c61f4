import type { Tenant } from '@people-sync/contracts/api';
import type { Session } from '@people-sync/contracts/api';
import { createContext, useContext } from 'react';
import type { ApiClient } from '../api/api.client';

/** A signed-in administrator. */
export interface SignedIn {
  readonly api: ApiClient;
  readonly session: Session;
  /** The company that is worked for. */
  readonly company: Tenant;
  /** May change things; an auditor only reads. */
  readonly mayChange: boolean;
  /** In every tab. @throws ApiProblem if the server was not told. */
  signOut(): Promise<void>;
}

export const SessionContext = createContext<SignedIn | null>(null);

/** The signed-in administrator; only below SessionGate. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is used outside SessionGate');
  return session;
}

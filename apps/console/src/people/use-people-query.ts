import { useEffect, useState } from 'react';
import { NavigationType, useLocation, useNavigationType, useSearchParams } from 'react-router';
import type { PeopleQuery } from '../api/people.api';
import { everybody } from './people-filters';

function queryIn(parameters: URLSearchParams): PeopleQuery {
  const of = (name: keyof PeopleQuery): string => parameters.get(name) ?? '';
  return {
    search: of('search'),
    status: of('status'),
    team: of('team'),
    location: of('location'),
    department: of('department'),
    manager: of('manager'),
  };
}

/**
 * What the table is narrowed to, also told by the address: a link can lead to it, and going back finds it again. The
 * address follows what is typed, at its own pace; only a link or going back decides over what is typed.
 */
export function usePeopleQuery(): readonly [PeopleQuery, (query: PeopleQuery) => void] {
  const [parameters, setParameters] = useSearchParams();
  const [query, setQuery] = useState(() => queryIn(parameters));
  const { key, search } = useLocation();
  const arrived = useNavigationType();
  useEffect(() => {
    if (arrived !== NavigationType.Replace) setQuery(queryIn(new URLSearchParams(search)));
    // Each arrival counts once: `search` is that of its key.
  }, [key, arrived, search]);
  const change = (next: PeopleQuery): void => {
    setQuery(next);
    setParameters(
      (before) => {
        const after = new URLSearchParams(before);
        for (const name of Object.keys(everybody)) after.delete(name);
        for (const [name, value] of Object.entries(next)) if (value !== '') after.set(name, String(value));
        return after;
      },
      { replace: true },
    );
  };
  return [query, change];
}

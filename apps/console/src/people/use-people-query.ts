import { useEffect, useState } from 'react';
import { type Location, NavigationType, useLocation, useNavigationType, useSearchParams } from 'react-router';
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
    reportsTo: of('reportsTo'),
    sort: of('sort'),
  };
}

/** Marks what this page itself wrote into the address. */
const OWN = 'narrowed';

/**
 * What the table is narrowed to, also told by the address: a link can lead to it, and each choice can be gone back. The
 * address follows what is typed, at its own pace; only a link or going back decides over what is typed.
 */
export function usePeopleQuery(): readonly [PeopleQuery, (query: PeopleQuery) => void] {
  const [parameters, setParameters] = useSearchParams();
  const [query, setQuery] = useState(() => queryIn(parameters));
  const at: Location<unknown> = useLocation();
  const { key, search, state } = at;
  const arrived = useNavigationType();
  useEffect(() => {
    const isOwn = arrived === NavigationType.Replace || (arrived === NavigationType.Push && state === OWN);
    if (!isOwn) setQuery(queryIn(new URLSearchParams(search)));
    // Each arrival counts once: `search` is that of its key.
  }, [key, arrived, search, state]);
  const change = (next: PeopleQuery): void => {
    // Each choice is a step to go back; the letters of one word are one.
    const isTyping = query.search !== '' && next.search !== '' && query.search !== next.search;
    setQuery(next);
    setParameters(
      (before) => {
        const after = new URLSearchParams(before);
        for (const name of Object.keys(everybody)) after.delete(name);
        for (const [name, value] of Object.entries(next)) if (value !== '') after.set(name, String(value));
        return after;
      },
      { replace: isTyping, state: OWN },
    );
  };
  return [query, change];
}

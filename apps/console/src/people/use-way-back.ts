import { type Location, useLocation } from 'react-router';

/** What a link from the People table takes along: how the table was narrowed. */
interface Taken {
  readonly people: string;
}

/** How the table was narrowed, by what a link took along; nothing if it came from elsewhere. */
export function narrowedIn(state: unknown): string {
  const search: unknown = typeof state === 'object' && state !== null ? Reflect.get(state, 'people') : undefined;
  return typeof search === 'string' && search.startsWith('?') ? search : '';
}

/**
 * The way back to the People table as it was. Links give `state` to the pages that they lead to, so that the way is known
 * there too, also after a reload.
 */
export function useWayBack(): { readonly to: string; readonly state: Taken } {
  const at: Location<unknown> = useLocation();
  const { pathname, search, state } = at;
  const people = pathname === '/people' ? search : narrowedIn(state);
  return { to: `/people${people}`, state: { people } };
}

import { Link as A, List, ListItem, ListItemText } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { Children, type ReactNode } from 'react';
import { Link } from 'react-router';
import { isUnknown } from '../api/problem';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';

/** People of whom something is settled; nothing if there are none. */
export function PersonList({ label, children }: { label: string; children: ReactNode }) {
  if (Children.count(children) === 0) return null;
  return (
    <List dense disablePadding aria-label={label}>
      {children}
    </List>
  );
}

/** One of them, with a link to their page, and what can be done. Whose name is not known is asked for. */
export function PersonRow(props: {
  personId: string;
  knownName: string | null;
  note: string;
  children: (name: string) => ReactNode;
}) {
  const { personId, knownName } = props;
  const { api } = useSession();
  const person = useQuery({
    queryKey: keys.person(personId),
    queryFn: () => api.people.get(personId),
    enabled: knownName === null,
  });
  const name = knownName ?? person.data?.name ?? (isUnknown(person.error) ? 'Somebody who is not in WeThrive' : '…');
  return (
    <ListItem divider disableGutters sx={{ gap: 2, flexWrap: { xs: 'wrap', sm: 'nowrap' } }}>
      <ListItemText
        primary={
          <A component={Link} to={`/people/${personId}`}>
            {name}
          </A>
        }
        secondary={props.note}
      />
      {props.children(name)}
    </ListItem>
  );
}

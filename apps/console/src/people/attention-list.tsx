import { Alert, AlertTitle, List, ListItem, ListItemText } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../session/session-context';

/** Who needs attention, why, and what to do: nothing is shown when nobody does. */
export function AttentionList() {
  const { api } = useSession();
  const { data } = useQuery({ queryKey: ['problems', 'open'], queryFn: () => api.problems.list('open', 100, null) });
  if (!data || data.items.length === 0) return null;
  const more = data.nextCursor !== null ? ' or more' : '';
  return (
    <Alert severity="warning">
      <AlertTitle>
        {data.items.length}
        {more} {data.items.length === 1 ? 'person needs' : 'people need'} attention
      </AlertTitle>
      <List
        dense
        disablePadding
        sx={{ maxHeight: 220, overflow: 'auto' }}
        tabIndex={0}
        aria-label="People who need attention"
      >
        {data.items.map((problem) => (
          <ListItem key={problem.id} disableGutters>
            <ListItemText primary={problem.name ?? 'Somebody without a name'} secondary={problem.message} />
          </ListItem>
        ))}
      </List>
    </Alert>
  );
}

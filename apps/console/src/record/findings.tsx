import { Alert, AlertTitle, List, ListItem, ListItemText } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../api/query-keys';
import { useSession } from '../session/session-context';
import { LoadFailed } from '../shell/load-failed';

/** Whether everything that was sent has come; what is missing, and what to do about it. */
export function Findings() {
  const { api } = useSession();
  const findings = useQuery({ queryKey: keys.recordFindings, queryFn: () => api.record.findings() });
  if (findings.isPending) return null;
  if (findings.isLoadingError) return <LoadFailed of={findings} />;
  const { items, message } = findings.data;
  if (items.length === 0) return <Alert severity="success">{message}</Alert>;
  return (
    <Alert severity="warning">
      <AlertTitle>{message}</AlertTitle>
      <List dense disablePadding sx={{ maxHeight: 240, overflow: 'auto' }}>
        {items.map((one, n) => (
          <ListItem key={n} disableGutters>
            <ListItemText primary={one.message} secondary={one.nextStep} />
          </ListItem>
        ))}
      </List>
    </Alert>
  );
}

import { Alert, Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { reach } from '../api/reach';
import { keys } from '../api/query-keys';

/** How often a server that is away is asked whether it is back, in milliseconds. */
const AGAIN_MS = 3000;

/** True while PeopleSync does not answer: what is on the screen may be out of date. */
export const useIsLost = (): boolean => useSyncExternalStore(reach.subscribe, reach.isLost);

/** Says that PeopleSync does not answer, asks again and again, and has everything loaded anew once it does. */
export function LostConnection() {
  const queries = useQueryClient();
  const isLost = useIsLost();
  const wasLost = useRef(false);
  useEffect(() => {
    if (!isLost) {
      if (wasLost.current) void queries.invalidateQueries();
      wasLost.current = false;
      return;
    }
    wasLost.current = true;
    const look = setInterval(() => void queries.invalidateQueries({ queryKey: keys.session, exact: true }), AGAIN_MS);
    return () => clearInterval(look);
  }, [isLost, queries]);
  if (!isLost) return null;
  return (
    <Alert
      severity="warning"
      variant="outlined"
      sx={{ mb: 3, bgcolor: 'background.paper' }}
      action={
        <Button color="inherit" onClick={() => void queries.invalidateQueries()}>
          Try again
        </Button>
      }
    >
      PeopleSync does not answer. What you see may be out of date; the page goes on by itself as soon as it does.
    </Alert>
  );
}

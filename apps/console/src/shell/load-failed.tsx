import { Alert, Button } from '@mui/material';
import { sentenceOf } from '../api/problem';

/** What a query tells of a load that failed. */
export interface Load {
  readonly data: unknown;
  readonly error: Error | null;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
  readonly isFetchNextPageError?: boolean;
}

/**
 * Why something could not be loaded, and the way to try again; nothing once it is there. What was loaded before stays on
 * the screen when it cannot be loaded anew: that the server is away is told once, above every page.
 */
export function LoadFailed({ of }: { of: Load }) {
  const { data, error, isFetching, refetch, isFetchNextPageError } = of;
  if (error === null || (data !== undefined && isFetchNextPageError !== true)) return null;
  return (
    <Alert
      severity="error"
      action={
        <Button color="inherit" loading={isFetching} onClick={() => void refetch()}>
          Try again
        </Button>
      }
    >
      {sentenceOf(error)}
    </Alert>
  );
}

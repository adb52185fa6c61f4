import { Typography } from '@mui/material';
import { useEffect } from 'react';

/** The heading of a page, which is also what the browser calls it. */
export function PageTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · PeopleSync`;
    return () => {
      document.title = 'PeopleSync';
    };
  }, [children]);
  return <Typography variant="h1">{children}</Typography>;
}

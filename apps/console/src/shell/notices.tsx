import { Alert, Snackbar } from '@mui/material';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

interface Notice {
  readonly severity: 'success' | 'error' | 'warning' | 'info';
  readonly text: string;
}

const NoticeContext = createContext<(notice: Notice) => void>(() => undefined);

/** Says something at the top right of the page; a screen reader hears it. */
export const useNotice = () => useContext(NoticeContext);

/** Holds the one notice that is shown. */
export function Notices({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice | null>(null);
  const [open, setOpen] = useState(false);
  const show = useCallback((next: Notice) => {
    setNotice(next);
    setOpen(true);
  }, []);
  return (
    <NoticeContext value={show}>
      {children}
      <Snackbar
        key={notice?.text}
        open={open}
        autoHideDuration={notice?.severity === 'error' || notice?.severity === 'warning' ? null : 12_000}
        anchorOrigin={{ vertical: 'top', horizontal: 'right' }}
        onClose={(_event, reason) => {
          if (reason !== 'clickaway') setOpen(false);
        }}
      >
        <Alert
          severity={notice?.severity ?? 'info'}
          variant="filled"
          onClose={() => setOpen(false)}
          sx={{ maxWidth: 480 }}
        >
          {notice?.text}
        </Alert>
      </Snackbar>
    </NoticeContext>
  );
}

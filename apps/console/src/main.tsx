import { CssBaseline, ThemeProvider } from '@mui/material';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { makeQueries } from './api/queries';
import { App } from './app';
import { SessionGate } from './session/session-gate';
import { Notices } from './shell/notices';
import { theme } from './shell/theme';

const queries = makeQueries();
// One route for all addresses: a router of this kind can ask before a page is left.
const router = createBrowserRouter([{ path: '*', element: <App /> }]);
const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <ThemeProvider theme={theme}>
        <CssBaseline />
        <QueryClientProvider client={queries}>
          <SessionGate>
            <Notices>
              <RouterProvider router={router} />
            </Notices>
          </SessionGate>
        </QueryClientProvider>
      </ThemeProvider>
    </StrictMode>,
  );
}

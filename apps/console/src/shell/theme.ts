import { createTheme } from '@mui/material';

/** Colours with a contrast of at least 4.5:1 on white and on the page's grey. */
export const theme = createTheme({
  palette: {
    primary: { main: '#1f5f5b' },
    secondary: { main: '#8a4b08' },
    success: { main: '#1b6b3a' },
    error: { main: '#b3261e' },
    warning: { main: '#8a4b08' },
    info: { main: '#1d5a8c' },
    background: { default: '#f5f6f4' },
  },
  shape: { borderRadius: 10 },
  typography: {
    fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
    h1: { fontSize: '1.75rem', fontWeight: 650 },
    h2: { fontSize: '1.2rem', fontWeight: 650 },
    h3: { fontSize: '1rem', fontWeight: 650 },
    h4: { fontSize: '0.9rem', fontWeight: 650 },
    button: { textTransform: 'none', fontWeight: 600 },
  },
  components: {
    MuiTab: { styleOverrides: { root: { textTransform: 'none', fontWeight: 600 } } },
  },
});

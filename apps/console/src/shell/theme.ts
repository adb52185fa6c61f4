import { createTheme } from '@mui/material';

/**
 * Colours with a contrast of at least 4.5:1 on what they stand on, in the light as in the dark; which of both is shown
 * follows the system.
 */
export const theme = createTheme({
  cssVariables: true,
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#1f5f5b' },
        secondary: { main: '#8a4b08' },
        success: { main: '#1b6b3a' },
        error: { main: '#b3261e' },
        warning: { main: '#8a4b08' },
        info: { main: '#1d5a8c' },
        background: { default: '#f5f6f4' },
        contrastThreshold: 4.5,
      },
    },
    dark: {
      palette: {
        primary: { main: '#7cc7c1' },
        secondary: { main: '#f0b37a' },
        success: { main: '#7ccf97' },
        error: { main: '#f2a49c' },
        warning: { main: '#f0b37a' },
        info: { main: '#8fc4ec' },
        background: { default: '#121716', paper: '#1b2120' },
        contrastThreshold: 4.5,
      },
    },
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
    MuiButton: {
      styleOverrides: { root: { '&.Mui-focusVisible': { outline: '2px solid currentColor', outlineOffset: 2 } } },
    },
    MuiTab: { styleOverrides: { root: { textTransform: 'none', fontWeight: 600 } } },
  },
});

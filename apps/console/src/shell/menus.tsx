import { Box, Button, Divider, IconButton, ListItemText, Menu, MenuItem, Stack, SvgIcon } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { numberOf } from './numbers';

/** Where one can go. */
const places = [
  { to: '/people', label: 'People' },
  { to: '/problems', label: 'Problems' },
  { to: '/syncs', label: 'Syncs' },
  { to: '/audit', label: 'Audit' },
  { to: '/settings', label: 'Settings' },
  { to: '/profile', label: 'Profile' },
];

/** A place with what waits there. */
const labelOf = ({ to, label }: (typeof places)[number], problems: number): string =>
  to === '/problems' && problems > 0 ? `${label} (${numberOf(problems)})` : label;

interface MenuProps {
  /** How many problems are open. */
  readonly problems: number;
  readonly onSignOut: () => void;
}

/** The places in one line, then who is signed in, on a screen that has room for them. */
export function WideMenu({ children, problems, onSignOut }: MenuProps & { children: ReactNode }) {
  return (
    <Box sx={{ display: { xs: 'none', md: 'flex' }, flexGrow: 1, minWidth: 0, alignItems: 'center', gap: 2 }}>
      <Stack component="nav" aria-label="Main" direction="row" spacing={1} sx={{ flexGrow: 1, flexShrink: 0 }}>
        {places.map((place) => (
          <Button
            key={place.to}
            component={NavLink}
            to={place.to}
            color="inherit"
            sx={{ '&.active': { bgcolor: 'rgba(255,255,255,0.2)' } }}
          >
            {labelOf(place, problems)}
          </Button>
        ))}
      </Stack>
      {children}
      <Button color="inherit" onClick={onSignOut} sx={{ flexShrink: 0 }}>
        Sign out
      </Button>
    </Box>
  );
}

/** The same behind one button, so that the header of a phone is one line. */
export function NarrowMenu({ company, problems, onSignOut }: MenuProps & { company: string }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const { pathname } = useLocation();
  const close = (): void => setAnchor(null);
  return (
    <Box component="nav" aria-label="Main" sx={{ display: { xs: 'block', md: 'none' }, ml: 'auto' }}>
      <IconButton
        color="inherit"
        edge="end"
        aria-label="Menu"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <SvgIcon>
          <path d="M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z" />
        </SvgIcon>
      </IconButton>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={close}>
        {places.map((place) => (
          <MenuItem
            key={place.to}
            component={Link}
            to={place.to}
            selected={pathname === place.to || pathname.startsWith(`${place.to}/`)}
            onClick={close}
          >
            {labelOf(place, problems)}
          </MenuItem>
        ))}
        <Divider />
        <MenuItem
          onClick={() => {
            close();
            onSignOut();
          }}
        >
          <ListItemText primary="Sign out" secondary={company} />
        </MenuItem>
      </Menu>
    </Box>
  );
}

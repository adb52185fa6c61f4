import type { FieldChange } from '@people-sync/contracts/api';
import { Box, Typography } from '@mui/material';
import { changeText, shownChanges } from '../plans/change-words';
import { Address } from '../shell/address';

/** Old and new values, a line each; nothing if there are none. */
export function ChangeLines({ changes }: { changes: readonly FieldChange[] }) {
  if (changes.length === 0) return null;
  return (
    <Box component="ul" sx={{ m: 0, pl: 0, listStyle: 'none' }}>
      {shownChanges(changes).map((change) => (
        <Typography
          component="li"
          variant="body2"
          key={change.label}
          sx={{ overflowWrap: 'break-word', position: 'relative' }}
        >
          <span aria-hidden>
            {change.label}: <Address of={change.old} /> →{' '}
            <strong>
              <Address of={change.new} />
            </strong>
          </span>
          {/* An arrow is read as nothing, or as a word that nobody expects. */}
          <Box component="span" sx={hidden}>
            {changeText(change)}
          </Box>
        </Typography>
      ))}
    </Box>
  );
}

/** Heard, not seen. */
const hidden = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
} as const;

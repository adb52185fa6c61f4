import { Box, Typography } from '@mui/material';
import type { FieldChange } from '@people-sync/contracts/api';
import { Address } from '../shell/address';
import { visuallyHidden } from '../shell/visually-hidden';
import { shownChanges } from './change-words';

/** Fields, each with its value before and after. */
export function Changes({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <Box>
      {shownChanges(changes).map((change) => (
        <Typography key={change.label} variant="body2" sx={{ overflowWrap: 'break-word' }}>
          {change.label}:{' '}
          <Box component="span" sx={visuallyHidden}>
            from{' '}
          </Box>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            <Address of={change.old} />
          </Box>{' '}
          <span aria-hidden>→</span>{' '}
          <Box component="span" sx={visuallyHidden}>
            to{' '}
          </Box>
          <strong>
            <Address of={change.new} />
          </strong>
        </Typography>
      ))}
    </Box>
  );
}

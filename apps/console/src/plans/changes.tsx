import { Box, Typography } from '@mui/material';

import { shownChanges } from './change-words';
import type { FieldChange } from '../api/plans.api';
import { visuallyHidden } from '../shell/visually-hidden';

/** Fields, each with its value before and after. */
export function Changes({ changes }: { changes: readonly FieldChange[] }) {
  return (
    <Box>
      {shownChanges(changes).map((change) => (
        <Typography key={change.label} variant="body2" sx={{ overflowWrap: 'anywhere' }}>
          {change.label}:{' '}
          <Box component="span" sx={visuallyHidden}>
            from{' '}
          </Box>
          <Box component="span" sx={{ color: 'text.secondary' }}>
            {change.old}
          </Box>{' '}
          <span aria-hidden>→</span>{' '}
          <Box component="span" sx={visuallyHidden}>
            to{' '}
          </Box>
          <strong>{change.new}</strong>
        </Typography>
      ))}
    </Box>
  );
}

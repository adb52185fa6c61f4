import { Alert, Button, Stack } from '@mui/material';
import { useState } from 'react';
import { sentenceOf } from '../api/problem';
import { useSession } from '../session/session-context';
import type { Subject } from './leave-out';
import { LeaveOutDialog } from './leave-out-dialog';
import type { PersonMarks } from './person-marks';
import { useProtect } from './use-leave-out';

/** What an administrator can do about a person whom PeopleHR has, or had. */
export function PersonActions({ person, marks }: { person: Subject; marks: PersonMarks }) {
  const { mayChange } = useSession();
  const [leavingOut, setLeavingOut] = useState(false);
  const protect = useProtect();
  const { personId, name } = person;
  if (!mayChange) return null;
  return (
    <Stack spacing={1} sx={{ ml: { sm: 'auto' } }}>
      <Stack direction="row" spacing={1} useFlexGap sx={{ flexWrap: 'wrap' }}>
        {(person.status === 'active' || person.status === 'waiting' || marks.isProtected) && (
          <Button
            variant="outlined"
            loading={protect.isPending}
            onClick={() => protect.mutate({ personId, name, isProtected: !marks.isProtected })}
          >
            {marks.isProtected ? 'No longer protect' : 'Protect'}
          </Button>
        )}
        {!marks.leftOut && (
          <Button variant="outlined" onClick={() => setLeavingOut(true)}>
            Leave out of WeThrive
          </Button>
        )}
      </Stack>
      {protect.isError && <Alert severity="error">{sentenceOf(protect.error)}</Alert>}
      {leavingOut && <LeaveOutDialog person={person} onClose={() => setLeavingOut(false)} />}
    </Stack>
  );
}
